// 简体中文: the network and the settings of EC2.
import type { Catalogue } from '../../../core/text.ts';

export const ec2Network: Catalogue = {
  // ec2/parts/region-setting.ts
  'A declarative policy of the organization sets this, so the account cannot. Change it in the management account.': '此设置由组织的声明式策略控制，账户无法更改。请在管理账户中更改。',
  'It was changed, and is again as AWS advises.': '它曾被更改，现已恢复为 AWS 建议的状态。',
  // ec2/serial-console-access.ts
  'EC2 serial console access': 'EC2 串行控制台访问权限',
  'The serial console of instances in {{region}} can be used: it gets past security groups.': '{{region}} 中实例的串行控制台可以使用：它会绕过安全组。',
  'Switch off access to the EC2 serial console in {{region}}': '关闭 {{region}} 中 EC2 串行控制台的访问权限',
  'Nobody can use the serial console of instances in {{region}}, also not to repair one that does not start.': '任何人都无法使用 {{region}} 中实例的串行控制台，也无法用它修复无法启动的实例。',
  // ec2/ebs-encryption-by-default.ts
  'EBS encryption by default': '默认 EBS 加密',
  'New EBS volumes in {{region}} are encrypted with {{key}}, a key of another account: its owner can lock them.': '{{region}} 中的新 EBS 卷使用另一个账户的密钥 {{key}} 加密：该密钥的所有者可以锁住这些卷。',
  'New EBS volumes in {{region}} are not encrypted unless somebody asks for it.': '{{region}} 中的新 EBS 卷不会加密，除非有人明确要求。',
  'Encrypt new EBS volumes in {{region}} by default, with the key that AWS manages': '默认加密 {{region}} 中的新 EBS 卷，并使用 AWS 托管密钥',
  'Encrypt new EBS volumes in {{region}} by default': '默认加密 {{region}} 中的新 EBS 卷',
  'Volumes that exist stay as they are. Launches on instance types that cannot use encrypted volumes fail, and snapshots made from now on cannot be public.': '现有的卷保持不变。在不支持加密卷的实例类型上启动会失败，此后创建的快照不能公开。',
  // ec2/snapshot-block-public-access.ts
  'Block public access for EBS snapshots': '屏蔽 EBS 快照的公开访问权限',
  'EBS snapshots in {{region}} can be made public.': '{{region}} 中的 EBS 快照可以被公开。',
  'Block public access to EBS snapshots in {{region}}': '屏蔽 {{region}} 中 EBS 快照的公开访问权限',
  'Snapshots in {{region}} that are public now can no longer be used by others; sharing with single accounts goes on. AWS takes this call once in ten seconds.': '{{region}} 中目前公开的快照，他人将无法再使用；与单个账户的共享不受影响。AWS 每十秒只接受一次此调用。',
  // ec2/image-block-public-access.ts
  'Block public access for AMIs': '屏蔽 AMI 的公开访问权限',
  'Images (AMIs) in {{region}} can be made public.': '{{region}} 中的映像 (AMI) 可以被公开。',
  'Block new public sharing of images (AMIs) in {{region}}': '禁止在 {{region}} 中新公开共享映像 (AMI)',
  'Nobody can make an image in {{region}} public; those that are public stay public. AWS can take ten minutes to show it.': '任何人都无法再公开 {{region}} 中的映像；已公开的仍保持公开。AWS 可能需要十分钟才会显示此更改。',
  // ec2/instance-metadata-defaults.ts
  'Instance metadata defaults': '实例元数据默认值',
  'New instances in {{region}} may give out their role credentials without a token (IMDSv1).': '{{region}} 中的新实例可能无需令牌 (IMDSv1) 就会提供其角色凭证。',
  'Require IMDSv2 for new instances in {{region}}': '要求 {{region}} 中的新实例使用 IMDSv2',
  'Instances that run stay as they are. Software on new instances that knows only IMDSv1 gets no credentials, unless the launch asks for it.': '正在运行的实例保持不变。新实例上只支持 IMDSv1 的软件将无法获得凭证，除非启动时另行指定。',
  // ec2/instance-metadata-options.ts
  'Instance metadata options': '实例元数据选项',
  'Require IMDSv2 on instance {{instance}} in {{region}}': '要求 {{region}} 中的实例 {{instance}} 使用 IMDSv2',
  'Software on {{instance}} that knows only IMDSv1 can no longer read its metadata. It has no role, so no credentials are lost.': '{{instance}} 上只支持 IMDSv1 的软件将无法再读取元数据。该实例没有角色，因此不会丢失凭证。',
  'Software on {{instance}} that knows only IMDSv1 gets no credentials any more, nor do containers on it: the hop limit is 1.': '{{instance}} 上只支持 IMDSv1 的软件将无法再获得凭证，其上的容器也一样：跃点限制为 1。',
  'Software on {{instance}} that knows only IMDSv1 gets no credentials any more. Look at its metric MetadataNoToken in CloudWatch first: 0 means that nothing uses IMDSv1.': '{{instance}} 上只支持 IMDSv1 的软件将无法再获得凭证。请先查看其 CloudWatch 指标 MetadataNoToken：0 表示没有任何程序使用 IMDSv1。',
  'Instance {{instance}} gives out its metadata, with the credentials of its role, without a token (IMDSv1).': '实例 {{instance}} 无需令牌 (IMDSv1) 就会提供元数据，包括其角色的凭证。',
  // ec2/security-group-rule.ts
  'Security group rule': '安全组规则',
  'Anybody on the internet may try to sign in to members of security group {{group}} ({{ports}}).': '互联网上的任何人都可以尝试登录安全组 {{group}} 的成员（{{ports}}）。',
  'Take the rule that lets {{ports}} out to {{peer}} from security group {{group}} in {{region}}': '从 {{region}} 的安全组 {{group}} 中移除允许 {{ports}} 出站到 {{peer}} 的规则',
  'Take the rule that lets {{ports}} in from {{peer}} from security group {{group}} in {{region}}': '从 {{region}} 的安全组 {{group}} 中移除允许 {{ports}} 从 {{peer}} 入站的规则',
  'New connections that only this rule allows fail. Connections that are open now may go on for days; only stopping or cutting off the machine ends them. Members of {{group}}: look them up before.': '仅由此规则允许的新连接会失败。已建立的连接可能还会持续数日；只有停止机器或切断其网络才能结束它们。请先查看 {{group}} 的成员。',
  // ec2/security-group.ts
  'Security group': '安全组',
  'Security group {{group}} is still used by {{users}}. Give those another group, or terminate them, and try again.': '安全组 {{group}} 仍被 {{users}} 使用。请为它们指定其他安全组或将其终止，然后重试。',
  'Security group {{group}} is still named by a rule of another group. Take that rule out and try again.': '安全组 {{group}} 仍被另一个安全组的规则引用。请移除该规则，然后重试。',
  'Save security group {{group}} ({{name}}) with its rules': '保存安全组 {{group}}（{{name}}）及其规则',
  'Delete security group {{group}} ({{name}}) in {{region}}': '删除 {{region}} 中的安全组 {{group}}（{{name}}）',
  "Launches that ask for this group fail. AWS refuses it while an interface or another group's rule uses it.": '指定此安全组的启动会失败。只要有网络接口或其他安全组的规则在使用它，AWS 就会拒绝删除。',
  'AWS lets nobody delete the default security group of a VPC; it goes with the VPC.': 'AWS 不允许任何人删除 VPC 的默认安全组；它会随 VPC 一起删除。',
  'AWS does not give a deleted security group back. One made anew has another id; its rules are in the evidence.': '已删除的安全组 AWS 无法恢复。重新创建的安全组 ID 不同；其规则保存在证据中。',
};
