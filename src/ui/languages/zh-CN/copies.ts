// 简体中文: 磁盘的副本，命令行。
import type { Catalogue } from '../../../core/text.ts';

export const copies: Catalogue = {
  // remediate/one-copy.ts
  'At most {{gib}} GiB of snapshots': '快照最多 {{gib}} GiB',
  'Which disks shall be copied?': '复制哪些磁盘？',
  'The stranger made many machines alike, of one image each: {{details}}.': '入侵者用同一映像创建了多台相同的机器：{{details}}。',
  'One tells what all of them ran. Copy every disk where the police or an insurer may ask, or where data of yours may lie on one.': '从一台就能看出所有机器运行了什么。如果警方或保险公司可能要求提供，或其中可能有您的数据，请复制每块磁盘。',
  'Those of one machine of each image': '每个映像只复制一台机器的磁盘',
  'Those of every machine': '每台机器的磁盘',
  // verify/unexplained.ts
  '{{because}} Or end it with: {{command}}': '{{because}}或用此命令结束它：{{command}}',
  // restore-points.ts
  'What AWS may still keep of {{name}}: look first, then bring it back': 'AWS 可能仍保留的 {{name}} 内容：请先查看，再恢复',
  'Make it again at once: anybody can take its name, and would be sent what is meant for it. What was in it is not brought back by that.': '请立即重新创建：任何人都可以占用该名称，并收到本应发给它的内容。其中原有内容不会因此恢复。',
  // ec2/instance.ts
  'Save the data of instance {{instance}} in {{region}}; the copy of {{copy}} stands for its disks': '保存 {{region}} 中实例 {{instance}} 的数据；其磁盘以 {{copy}} 的副本为准',
};
