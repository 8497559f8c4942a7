// Which sorts of things the kinds know: by what they list, by their names, by their events, and by the names on the bill. Pure.
import type { Arn, KindId } from '../../core/types.ts';
import type { Kind } from '../../kinds/kind.ts';

/** `arn:aws:ec2:…:subnet/subnet-1` → `ec2/subnet`; `arn:aws:sqs:…:jobs` → `sqs/`. */
export function sortOf(arn: Arn): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  const type = /^\/?([^/:]+)[/:]/.exec(rest.join(':'))?.[1] ?? '';
  return `${service}/${type}`;
}
const plain = (text: string): string => text.toLowerCase().replaceAll('-', '');

/** Is a thing of that sort what some kind is about? `listed`: the ARNs of all that was listed. */
export function knowsSort(kinds: Iterable<KindId>, listed: Iterable<Arn>): (sort: string) => boolean {
  const names = [...kinds].map((id) => id.split('/') as [string, string]);
  const seen = new Set([...listed].filter((arn) => arn.startsWith('arn:')).map(sortOf));
  return (sort) => {
    const [service = '', type = ''] = sort.split('/');
    return seen.has(sort) || names.some(([of, what]) => of === (SERVICE_OF[service] ?? service) && plain(what).startsWith(plain(TYPE_OF[sort] ?? type)));
  };
}
/** What ARNs call otherwise than the tool. */
const SERVICE_OF: Readonly<Record<string, string>> = { ses: 'ses', monitoring: 'cloudwatch' };
const TYPE_OF: Readonly<Record<string, string>> = { 'backup/backup-vault': 'vault', 'ses/identity': 'email-identity', 'rds/cluster-snapshot': 'snapshot', 'rds/snapshot': 'snapshot', 'apigateway/apis': 'api', 'apigateway/restapis': 'api', 'elasticbeanstalk/application': 'environment', 'amplify/apps': 'app' };

/** The names of all events that some kind follows. */
export const followed = (kinds: Iterable<Kind>): ReadonlySet<string> => new Set([...kinds].flatMap(({ traces }) => [...traces.created, ...traces.changed, ...traces.used ?? []]));

/** Events that make something that stays. */
const MAKES = /^[a-z0-9-]+:(Create|Run|Import|Allocate|Purchase|Provision|Register)[A-Z]/;
const STAYS_NOT = /(Tags?|LogStream|Session|Token|Url|Query|Snapshots?Job)$/;
export const makes = (operation: string): boolean => MAKES.test(operation) && !STAYS_NOT.test(operation);

/** As Cost Explorer names the services that have kinds, and what is no service. */
const BILLED = /Compute Cloud|^EC2|Virtual Private|Simple Storage|Lambda|Relational Database|DynamoDB|Key Management|Secrets Manager|Simple (Notification|Queue|Email)|Container|SageMaker|Bedrock|Lightsail|Glue|CodeBuild|Amplify|App Runner|MapReduce|Route 53|Registrar|CloudTrail|GuardDuty|AWS Config|Security Hub|CloudWatch|Step Functions|EventBridge|Systems Manager|Backup|API Gateway|CloudFormation|AWS Batch|Beanstalk|Cost Explorer|Budgets|Savings Plans|Access Analyzer|Support|^Tax$|Refund|Credit/;
export const isBilledOf = (service: string): boolean => BILLED.test(service);
