// An image builder of AppStream 2.0: a machine with a screen for whoever holds its URL, billed while it runs.
import { DeleteImageBuilderCommand, DescribeImageBuildersCommand, StartImageBuilderCommand, StopImageBuilderCommand, type AppStreamClient, type ImageBuilder } from '@aws-sdk/client-appstream';
import { say } from '../../core/text.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { recallSwitch, switching, type Switched } from '../switching.ts';
import { stateOf, streamed } from './parts/streamed.ts';

const TITLE = say('AppStream image builder');
const ON = 'appstream:StartImageBuilder', OFF = 'appstream:StopImageBuilder';
const one = async (client: AppStreamClient, name: string): Promise<ImageBuilder | undefined> => (await ifThere(client.send(new DescribeImageBuildersCommand({ Names: [name] }))))?.ImageBuilders?.[0];
const commands = { [ON]: StartImageBuilderCommand, [OFF]: StopImageBuilderCommand, 'appstream:DeleteImageBuilder': DeleteImageBuilderCommand };

export default defineKind<Switched>({
  id: 'appstream/image-builder', version: 1, title: TITLE, scope: 'regional', role: 'machine',
  reads: ['appstream:DescribeImageBuilders'],

  async *list({ aws }) {
    const client = await aws.client('appstream');
    let token: string | undefined;
    do {
      const { ImageBuilders = [], NextToken } = await client.send(new DescribeImageBuildersCommand(token === undefined ? {} : { NextToken: token }));
      yield* ImageBuilders.filter(({ State }) => State !== 'DELETING').map((b) => streamed(b, aws.region));
      token = NextToken;
    } while (token);
  },
  async look(aws, rs) {
    const client = await aws.client('appstream');
    return inParallel(rs, 4, async (r) => {
      const found = await one(client, r.name), now = found && stateOf(found) !== 'gone' ? streamed(found, aws.region) : undefined;
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn], created: ['appstream:CreateImageBuilder'], changed: [ON, OFF], used: ['appstream:CreateImageBuilderStreamingURL'],
    concerns: (r, { request }) => request?.['name'] === r.name,
  },
  recall: recallSwitch(ON, OFF),

  actions: switching<Switched>({
    sort: TITLE, on: ON, off: OFF, remove: 'appstream:DeleteImageBuilder', input: (r) => ({ Name: r.name }),
    breaks: () => say('Whoever streams from it is cut off, and loses what was not saved.'),
    destroys: () => say('The machine with its disk. Images that were made of it stay.'),
    from: 'appstream:DescribeImageBuilders', whole: async (aws, r) => await one(await aws.client('appstream'), r.name) ?? {},
    state: async (aws, r) => stateOf(await one(await aws.client('appstream'), r.name)),
    send: async (aws, { operation, input }) => ifThere((await aws.client('appstream')).send(new commands[operation as keyof typeof commands](input as never))),
  }),
});
