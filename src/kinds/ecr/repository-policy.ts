// Who may use an ECR repository by its own policy: outsiders shut out, or given back what it said before.
import { DeleteRepositoryPolicyCommand, GetRepositoryPolicyCommand, paginateDescribeRepositories, SetRepositoryPolicyCommand, type ECRClient, type Repository } from '@aws-sdk/client-ecr';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind } from '../kind.ts';
import { foreignPrincipals, samePolicy, withoutForeign } from '../foreign-principals.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { aimOf, recallPolicy } from './parts/policy-recall.ts';

interface RepositoryPolicy extends Resource {
  /** As AWS keeps it; `null` where the repository has none. */
  readonly policy: string | null;
}

/** Gone with its repository. */
async function policyOf(client: ECRClient, repositoryName: string): Promise<string | null | undefined> {
  try {
    return (await client.send(new GetRepositoryPolicyCommand({ repositoryName }))).policyText ?? null;
  } catch (error) {
    const { code } = failureOf(error);
    if (code === 'RepositoryPolicyNotFoundException') return null;
    if (code === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}
const policyAt = (from: Repository, region: string, policy: string | null): RepositoryPolicy => {
  const createdAt = from.createdAt?.toISOString() ?? '';
  return { arn: from.repositoryArn ?? '', uid: `${from.repositoryArn ?? ''}@${createdAt}`, name: from.repositoryName ?? '', region, createdAt, policy };
};

const accountOf = (r: Resource): string => r.arn.split(':')[4] ?? '';
const outsiders = (r: RepositoryPolicy): readonly string[] => (r.policy === null ? [] : foreignPrincipals(r.policy, accountOf(r)));
const narrowed = (r: RepositoryPolicy): string | null => (r.policy === null ? null : withoutForeign(r.policy, accountOf(r)) ?? null);

function call(r: RepositoryPolicy, policy: string | null): Call {
  return policy === null ? { operation: 'ecr:DeleteRepositoryPolicy', region: r.region, input: { repositoryName: r.name } } : { operation: 'ecr:SetRepositoryPolicy', region: r.region, input: { repositoryName: r.name, policyText: policy } };
}
async function set(aws: ChangeAws, r: RepositoryPolicy, policy: string | null): Promise<void> {
  const client = await aws.client('ecr');
  if (policy === null) await ifThere(client.send(new DeleteRepositoryPolicyCommand({ repositoryName: r.name })));
  else await client.send(new SetRepositoryPolicyCommand({ repositoryName: r.name, policyText: policy }));
}
const isPolicy = (now: RepositoryPolicy | undefined, policy: string | null): boolean => now !== undefined && (now.policy === null || policy === null ? now.policy === policy : samePolicy(now.policy, policy));

export default defineKind<RepositoryPolicy>({
  id: 'ecr/repository-policy', version: 1, title: say('Policy of an ECR repository'), scope: 'regional', role: 'setting',
  reads: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],

  async *list(scan) {
    const client = await scan.aws.client('ecr');
    for await (const { repositories = [] } of paginateDescribeRepositories({ client }, { maxResults: 1_000 })) {
      const found = await inParallel(repositories, 4, async (repository) => {
        const policy = await policyOf(client, repository.repositoryName ?? '').catch((error: unknown) => { scan.gap('ecr:GetRepositoryPolicy', error, repository.repositoryName); return undefined; });
        return policy === undefined ? undefined : policyAt(repository, scan.region, policy);
      });
      yield* found.filter((one) => one !== undefined);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('ecr');
    return inParallel(rs, 4, async (r) => {
      const repository = await ifThere(firstOf(client, r.name));
      const policy = repository && await policyOf(client, r.name);
      const now = policy === undefined || repository === undefined ? undefined : policyAt(repository, aws.region, policy);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: [],
    changed: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'], whole: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
    concerns: (r, { request }) => request?.['repositoryName'] === r.name,
  },
  recall: (_, history) => recallPolicy(history, 'ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy', 'ecr:CreateRepository'),

  judge: (r, { attributed }) => {
    const named = outsiders(r);
    if (attributed || named.length === 0) return undefined;
    return { verdict: 'suspicious', because: say('The policy of the ECR repository {{repository}} lets others in: {{accounts}}.', { repository: r.name, accounts: named }), techniques: ['T1525'] };
  },

  actions: {
    contain: {
      operations: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
      title: (r) => say('Let nobody of outside use the ECR repository {{repository}} in {{region}}', { repository: r.name, region: r.region }),
      breaks: (r) => say('These can no longer pull or push its images: {{accounts}}.', { accounts: outsiders(r) }),
      calls: (r) => (outsiders(r).length === 0 ? [] : [call(r, narrowed(r))]),
      undoCalls: (before) => [call(before, before.policy)],
      done: (now) => now !== undefined && outsiders(now).length === 0,
      apply: (aws, r) => (outsiders(r).length === 0 ? Promise.resolve() : set(aws, r, narrowed(r))),
      undo: (aws, before) => set(aws, before, before.policy),
      undone: (now, before) => isPolicy(now, before.policy),
      undoReopens: true,
    },
    recover: {
      operations: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
      title: (r) => say('Give the ECR repository {{repository}} in {{region}} the policy back that it had before', { repository: r.name, region: r.region }),
      breaks: () => say('Whoever has been let in since can no longer use it.'),
      calls: (r) => [call(r, aimOf(r))],
      undoCalls: (before) => [call(before, before.policy)],
      done: (now, { before }) => before !== undefined && isPolicy(now, aimOf(before)),
      apply: (aws, r) => set(aws, r, aimOf(r)),
      undo: (aws, before) => set(aws, before, before.policy),
      undone: (now, before) => isPolicy(now, before.policy),
      undoReopens: true,
    },
  },
});

async function firstOf(client: ECRClient, name: string): Promise<Repository | undefined> {
  for await (const { repositories = [] } of paginateDescribeRepositories({ client }, { repositoryNames: [name] })) return repositories[0];
  return undefined;
}
