// The simulated GuardDuty. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateDetectorCommand, DeleteDetectorCommand, GetAdministratorAccountCommand, GetDetectorCommand, GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand, UpdateDetectorCommand,
  type ListFindingsCommandInput, type UpdateDetectorCommandInput,
} from '@aws-sdk/client-guardduty';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { listing } from '../listing.ts';
import { createDetector, detectorArn, detectorOf, detectorOut, mayChange, refused, room, setFeatures } from './detectors.ts';
import { addDestinations } from './destinations.ts';
import { addFilters } from './filters.ts';
import { addIpSets } from './ip-sets.ts';

const badToken = () => refused('an invalid or out-of-range value is specified as an input parameter');
const resources = ({ DetectorId }: { DetectorId?: string | undefined }, call: SimCall): string[] => [detectorArn(DetectorId, call)];

function update({ DetectorId, Enable, FindingPublishingFrequency, Features }: UpdateDetectorCommandInput, call: SimCall): object {
  const detector = mayChange(DetectorId, call);
  detector.enabled = Enable ?? detector.enabled;
  detector.frequency = FindingPublishingFrequency ?? detector.frequency;
  detector.updatedAt = call.now;
  setFeatures(detector, Features, call.now);
  return {};
}

function findings({ DetectorId, FindingCriteria, MaxResults, NextToken }: ListFindingsCommandInput, call: SimCall): { FindingIds: string[]; NextToken?: string } {
  const wanted = FindingCriteria?.Criterion?.['service.archived']?.Equals?.[0];
  const atLeast = (name: 'severity' | 'updatedAt', value: number): boolean => value >= (FindingCriteria?.Criterion?.[name]?.GreaterThanOrEqual ?? 0);
  const all = detectorOf(DetectorId, call).findings.filter((f) => (wanted === undefined || String(f.Service?.Archived ?? false) === wanted) && atLeast('severity', f.Severity ?? 0) && atLeast('updatedAt', Date.parse(f.UpdatedAt ?? '')))
    .map((f) => f.Id ?? '');
  const { page, next } = listing(all, { max: MaxResults, token: NextToken, most: 50 }, call, badToken);
  return { FindingIds: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export default function guardduty(): Service<SimCall> {
  const service = new Service<SimCall>(GuardDutyClient, { id: 'guardduty' })
    .on(ListDetectorsCommand, (_, call) => { const { detector } = room(call); return { DetectorIds: detector ? [detector.id] : [] }; })
    .on(GetDetectorCommand, ({ DetectorId }, call) => detectorOut(detectorOf(DetectorId, call), call), { resources })
    .on(CreateDetectorCommand, ({ Enable = false, FindingPublishingFrequency, Features, Tags }, call) => ({
      DetectorId: createDetector({ enabled: Enable, features: Features, tags: Tags ?? {}, ...(FindingPublishingFrequency && { frequency: FindingPublishingFrequency }) }, call).id,
    }))
    .on(UpdateDetectorCommand, update, { resources })
    .on(DeleteDetectorCommand, ({ DetectorId }, call) => { mayChange(DetectorId, call); room(call).detector = undefined; return {}; }, { resources })
    .on(GetAdministratorAccountCommand, ({ DetectorId }, call) => {
      detectorOf(DetectorId, call);
      const { administrator } = room(call);
      return { Administrator: administrator === undefined ? {} : { AccountId: administrator, RelationshipStatus: 'Enabled' } };
    }, { resources })
    .on(ListFindingsCommand, findings, { resources })
    .on(GetFindingsCommand, ({ DetectorId, FindingIds = [] }, call) => ({ Findings: detectorOf(DetectorId, call).findings.filter((f) => FindingIds.includes(f.Id ?? '')) }), { resources });
  addFilters(service);
  addIpSets(service);
  addDestinations(service);
  return service;
}
