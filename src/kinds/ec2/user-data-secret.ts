// Secrets that stand in the user data of instances, by the number of the line. What it says is looked at and let go.
import { DescribeInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { advice } from '../advice.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { secretLines } from '../secret-shapes.ts';
import { instancesIn } from './parts/instances-in-scan.ts';

export default advice({
  id: 'ec2/user-data-secret', title: say('Instances with secrets in their user data'), scope: 'regional', reads: ['ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute'],
  async *find(scan) {
    const client = await scan.aws.client('ec2');
    const ids = (await instancesIn(scan)).map(({ instance }) => instance.name);
    const found = await inParallel(ids, 4, async (InstanceId) => {
      const attribute = await ifThere(client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })));
      return secretLines(Buffer.from(attribute?.UserData?.Value ?? '', 'base64').toString('utf8'));
    });
    for (const [i, lines] of found.entries()) {
      if (lines.length > 0) yield { subject: `${ids[i] ?? ''} (line ${lines.join(', ')})`, because: say('Every program on the instance can read them, and whoever may describe it. Change them, and let the instance fetch them from Secrets Manager with its role: a start with the old user data fails.') };
    }
  },
});
