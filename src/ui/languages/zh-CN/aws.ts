// 简体中文: connecting to AWS.
import type { Catalogue } from '../../../core/text.ts';

export const aws: Catalogue = {
  // caller.ts
  // errors.ts
  'there is no such file or folder': '没有此文件或文件夹',
  'this machine does not allow it': '这台机器不允许',
  'a file is in the way': '该位置已有文件',
  'it is a folder': '这是一个文件夹',
  'the disk is full': '磁盘已满',
  'No AWS credentials were found: {{why}}': '未找到 AWS 凭证：{{why}}',
  'AWS does not accept your credentials (access key {{key}}): {{code}}, {{message}}': 'AWS 不接受您的凭证（访问密钥 {{key}}）：{{code}}，{{message}}',
  'AWS cannot be reached from here ({{code}}: {{message}}). Is this machine online? Look at its DNS, VPN and proxy.': '从这里无法连接 AWS（{{code}}：{{message}}）。这台机器是否在线？请检查 DNS、VPN 和代理。',
  'Could not ask AWS who you are at {{time}}: {{code}}, {{message}}': '{{time}} 无法向 AWS 查询您的身份：{{code}}，{{message}}',
  // connect.ts
  'The account was asked before its caller was known.': '尚未确认调用身份，就已访问账户。',
  'These credentials belong to account {{other}}, but this run works on account {{account}}. Nothing was sent to {{other}}.': '这些凭证属于账户 {{other}}，而本次运行处理的是账户 {{account}}。没有向 {{other}} 发送任何内容。',
  // foresee.ts
  'unknown: AWS cannot be asked for a session of this sort': '未知：AWS 无法预先判断这类会话的权限',
  'a policy denies it to you': '有策略拒绝您执行此操作',
  'no policy allows it to you': '没有策略允许您执行此操作',
  'unknown: you may not ask IAM beforehand': '未知：您无权预先查询 IAM',
  'unknown: IAM could not be asked beforehand ({{code}})': '未知：无法预先查询 IAM（{{code}}）',
  // permit.ts
  'The call {{operation}} in {{region}} was refused before it was sent ({{why}}): no approved step allows it.': '对 {{region}} 的调用 {{operation}} 在发送之前被拦下（{{why}}）：没有已批准的步骤允许它。',
  // renewal.ts
  'Your AWS credentials have expired. Renew them, then go on with: aws-incident resume': '您的 AWS 凭证已过期。请更新凭证，然后运行以下命令继续：aws-incident resume',
  "AWS does not accept your signature ({{code}}, {{message}}). The secret key does not belong to access key {{key}}, or this computer's clock is wrong.": 'AWS 不接受您的签名（{{code}}，{{message}}）。私有密钥与访问密钥 {{key}} 不符，或本机时钟有误。',
  'Something else than AWS answers here ({{code}}: {{message}}): a proxy, or a network that wants you to sign in. Use another network, or let Node.js trust the proxy (NODE_EXTRA_CA_CERTS).': '此处应答的不是 AWS（{{code}}：{{message}}）：可能是代理，或要求登录的网络。请换用其他网络，或让 Node.js 信任该代理（NODE_EXTRA_CA_CERTS）。',
};
