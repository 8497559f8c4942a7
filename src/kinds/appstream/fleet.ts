// A fleet of AppStream 2.0 (WorkSpaces Applications): machines that stream to whoever holds a URL, billed while it runs.
import { DeleteFleetCommand, DescribeFleetsCommand, DisassociateFleetCommand, ListAssociatedStacksCommand, StartFleetCommand, StopFleetCommand, type AppStreamClient, type Fleet } from '@aws-sdk/client-appstream';
import { say } from '../../core/text.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { recallSwitch, switching, type Switched } from '../switching.ts';
import { stateOf, streamed } from './parts/streamed.ts';

/** `stacks`: what its users are let in by. Only a fleet without any can be deleted. */
interface StreamingFleet extends Switched { readonly stacks?: readonly string[] }
const TITLE = say('AppStream fleet');
const ON = 'appstream:StartFleet', OFF = 'appstream:StopFleet', LEAVE = 'appstream:DisassociateFleet';

const one = async (client: AppStreamClient, name: string): Promise<Fleet | undefined> => (await ifThere(client.send(new DescribeFleetsCommand({ Names: [name] }))))?.Fleets?.[0];
async function stacksOf(client: AppStreamClient, FleetName: string): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await ifThere(client.send(new ListAssociatedStacksCommand({ FleetName, ...(token === undefined ? {} : { NextToken: token }) })));
    names.push(...page?.Names ?? []);
    token = page?.NextToken;
  } while (token);
  return names;
}
const SET = ['appstream:UpdateFleet', 'appstream:AssociateFleet'] as const;
const commands = { [ON]: StartFleetCommand, [OFF]: StopFleetCommand, 'appstream:DeleteFleet': DeleteFleetCommand };

export default defineKind<StreamingFleet>({
  id: 'appstream/fleet', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['appstream:DescribeFleets', 'appstream:ListAssociatedStacks'],

  async *list({ aws }) {
    const client = await aws.client('appstream');
    let token: string | undefined;
    do {
      const { Fleets = [], NextToken } = await client.send(new DescribeFleetsCommand(token === undefined ? {} : { NextToken: token }));
      yield* Fleets.map((f) => streamed(f, aws.region));
      token = NextToken;
    } while (token);
  },
  async look(aws, rs) {
    const client = await aws.client('appstream');
    return inParallel(rs, 4, async (r) => {
      const found = await one(client, r.name), now = found && streamed(found, aws.region);
      return now?.uid === r.uid ? { ...now, stacks: await stacksOf(client, r.name) } : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn], created: ['appstream:CreateFleet'], changed: [ON, OFF, ...SET], used: ['appstream:CreateStreamingURL'],
    concerns: (r, { request }) => [request?.['name'], request?.['fleetName'], request?.['fleetId']].includes(r.name),
  },
  recall: recallSwitch(ON, OFF, SET),

  actions: switching<StreamingFleet>({
    sort: TITLE, on: ON, off: OFF, remove: 'appstream:DeleteFleet', input: (r) => ({ Name: r.name }),
    before: { operation: LEAVE, calls: (r) => (r.stacks ?? []).map((StackName) => ({ operation: LEAVE, region: r.region, input: { FleetName: r.name, StackName } })) },
    breaks: () => say('Whoever streams from it is cut off, and loses what was not saved.'),
    destroys: () => say('Its settings alone. Its image and its stacks stay.'),
    from: 'appstream:DescribeFleets', whole: async (aws, r) => await one(await aws.client('appstream'), r.name) ?? {},
    state: async (aws, r) => stateOf(await one(await aws.client('appstream'), r.name)),
    send: async (aws, { operation, input }) => {
      const client = await aws.client('appstream');
      return operation === LEAVE ? ifThere(client.send(new DisassociateFleetCommand(input as never))) : ifThere(client.send(new commands[operation as keyof typeof commands](input as never)));
    },
  }),
});
