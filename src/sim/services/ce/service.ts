// The simulated Cost Explorer. Behaviour: BEHAVIOUR.md beside it.
import {
  CostExplorerClient, CreateAnomalyMonitorCommand, CreateAnomalySubscriptionCommand, DeleteAnomalyMonitorCommand, DeleteAnomalySubscriptionCommand, GetAnomalyMonitorsCommand, GetAnomalySubscriptionsCommand, GetCostAndUsageCommand,
} from '@aws-sdk/client-cost-explorer';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { createMonitor, createSubscription, deleteMonitor, deleteSubscription, getMonitors, getSubscriptions } from './anomalies.ts';
import { costAndUsage } from './usage.ts';

export default function ce(): Service<SimCall> {
  return new Service<SimCall>(CostExplorerClient, { id: 'ce' })
    .on(GetCostAndUsageCommand, costAndUsage)
    .on(GetAnomalyMonitorsCommand, getMonitors)
    .on(CreateAnomalyMonitorCommand, createMonitor)
    .on(DeleteAnomalyMonitorCommand, deleteMonitor)
    .on(GetAnomalySubscriptionsCommand, getSubscriptions)
    .on(CreateAnomalySubscriptionCommand, createSubscription)
    .on(DeleteAnomalySubscriptionCommand, deleteSubscription);
}
