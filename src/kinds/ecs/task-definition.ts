// A revision of an ECS task definition: saved, then deregistered, so that nothing more is started from it.
import { DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand, paginateListTaskDefinitions, type ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { lastName } from './parts/clusters.ts';

/** Its ARN is its own for good: the number of a revision is never given again. */
type EcsTaskDefinition = Resource;
const definitionOf = (arn: string, region: string): EcsTaskDefinition => ({ arn, uid: arn, name: lastName(arn), region });

async function read(client: ECSClient, arn: string): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
    return taskDefinition?.status === 'ACTIVE' ? taskDefinition : undefined;
  } catch (error) {
    // ECS has no error of its own for one that is not there.
    if (failureOf(error).code === 'ClientException') return undefined;
    throw error;
  }
}

export default defineKind<EcsTaskDefinition>({
  id: 'ecs/task-definition', version: 1, title: say('ECS task definition'), scope: 'regional', role: 'setting',
  reads: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition'],

  async *list({ aws, region }) {
    for await (const { taskDefinitionArns = [] } of paginateListTaskDefinitions({ client: await aws.client('ecs') }, { status: 'ACTIVE', maxResults: 100 })) yield* taskDefinitionArns.map((arn) => definitionOf(arn, region));
  },

  async look(aws, rs) {
    const client = await aws.client('ecs');
    return inParallel(rs, 4, async (r) => {
      const found = (await read(client, r.arn))?.taskDefinitionArn;
      return found === r.uid ? definitionOf(found, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.arn],
    created: ['ecs:RegisterTaskDefinition'],
    changed: [],
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save the ECS task definition {{definition}} of {{region}}: images, commands, roles, variables', { definition: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const file = `ecs-task-definition-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(await read(await aws.client('ecs'), r.arn) ?? r, null, 2)}\n`, { operation: 'ecs:DescribeTaskDefinition' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ecs:DeregisterTaskDefinition'],
      title: (r) => say('Deregister the ECS task definition {{definition}} in {{region}}', { definition: r.name, region: r.region }),
      breaks: (r) => say('Nothing new starts from {{definition}}. Tasks that run go on; services that have it cannot replace theirs.', { definition: r.name }),
      calls: (r) => [{ operation: 'ecs:DeregisterTaskDefinition', region: r.region, input: { taskDefinition: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await (await aws.client('ecs')).send(new DeregisterTaskDefinitionCommand({ taskDefinition: r.arn }));
      },
      undo: irreversible(say('A deregistered revision cannot be made active again. Registered anew, the same content gets another number.')),
    },
  },
});
