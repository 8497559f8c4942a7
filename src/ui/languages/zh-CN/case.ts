// 简体中文: case folders and journals.
import type { Catalogue } from '../../../core/text.ts';

export const caseFolder: Catalogue = {
  // chain.ts
  '{{file}} was altered or damaged at line {{seq}}: it does not continue the hash chain. Nothing is read from it or written to it. Use an untouched copy or an export of the case.': '{{file}} 的第 {{seq}} 行被改动或已损坏：它与前面的哈希链不相接。不会再从该文件读取，也不会写入。请使用未改动过的副本或导出的案卷。',
  // folder.ts
  '{{dir}} is not empty: a new case needs a new or an empty folder. To go on with a case there, resume it.': '{{dir}} 不是空文件夹：新案卷需要新的或空的文件夹。要继续那里的案卷，请运行 resume。',
  '{{dir}} cannot hold a case ({{why}}). Name another folder: --case DIR': '{{dir}} 无法存放案卷（{{why}}）。请另选文件夹：--case DIR',
  'There is no case in {{dir}}.': '{{dir}} 中没有案卷。',
  'The case in {{dir}} was never begun: its journal is empty. Nothing was done under it; start a new one.': '{{dir}} 中的案卷从未开始：其日志是空的。没有在其中执行过任何操作，请新建一个案卷。',
  // identity.ts
  'This case belongs to a drill ({{endpoint}}) and never runs against AWS. Resume it with the drill, or start a new case.': '此案卷属于演练（{{endpoint}}），绝不会对 AWS 运行。请用演练继续它，或新建案卷。',
  'This is the case of a real account. A drill starts a case of its own.': '这是真实账户的案卷。演练会新建自己的案卷。',
  'This case was begun against {{bound}}, and this run goes to {{now}}. Choose the same endpoint, or start a new case.': '此案卷开始时使用的端点是 {{bound}}，而本次运行连接的是 {{now}}。请选择相同的端点，或新建案卷。',
  'This case belongs to account {{bound}} ({{boundPartition}}), and your credentials are of account {{now}} ({{nowPartition}}). Choose another profile, or start a new case.': '此案卷属于账户 {{bound}}（{{boundPartition}}），而您的凭证属于账户 {{now}}（{{nowPartition}}）。请选择其他配置文件，或新建案卷。',
  // journal.ts
  '{{file}} holds an entry ({{seq}}, "{{type}}") that this version does not know. Go on with the version that wrote it; a report can still be made.': '{{file}} 中有一条本版本不认识的记录（{{seq}}，"{{type}}"）。请用写入它的版本继续；报告仍然可以生成。',
  '{{file}} could not be written ({{code}}). The run stops here, because what is done must be on record first. Free the disk, then resume the case.': '无法写入 {{file}}（{{code}}）。运行在此停止，因为每个操作都必须先记录在案。请先腾出磁盘空间，再继续此案卷。',
  // lock.ts
  'Another process has taken over this case ({{file}}). This one stops; go on there, or resume the case when it has ended.': '另一个进程已接管此案卷（{{file}}）。当前进程停止；请在那边继续，或等它结束后再继续此案卷。',
  'The case is being opened by another process at this moment ({{file}}). Try again.': '另一个进程正在打开此案卷（{{file}}）。请重试。',
  'Process {{pid}} on {{host}} has been working on this case since {{since}}. Go on there, or end it first. If it no longer runs, delete {{file}}.': '{{host}} 上的进程 {{pid}} 自 {{since}} 起一直在处理此案卷。请在那边继续，或先结束它。如果它已不再运行，请删除 {{file}}。',
  // objects.ts
  'The object {{object}} in {{folder}} is missing or was altered. The case cannot go on without it; use an untouched copy or an export.': '{{folder}} 中的对象 {{object}} 缺失或被改动。没有它案卷无法继续；请使用未改动过的副本或导出的案卷。',
  // read.ts
  'There is no case {{name}}. List the cases: aws-incident cases': '没有名为 {{name}} 的案卷。列出所有案卷：aws-incident cases',
  'There is no case yet. Start one: aws-incident': '还没有案卷。新建一个：aws-incident',
  // transfer.ts
  '{{file}} exists. Name a file that does not exist yet: nothing is written over.': '{{file}} 已存在。请指定一个尚不存在的文件：不会覆盖任何文件。',
  '{{file}} could not be written ({{code}}).': '无法写入 {{file}}（{{code}}）。',
  'The case {{id}} is already here ({{dir}}). Nothing is written over; move it away first, if this is the newer one.': '这里已有案卷 {{id}}（{{dir}}）。不会覆盖任何内容；如果要导入的是较新的一份，请先将现有的移走。',
  'Imported from {{file}}; the chain’s head there was {{head}}.': '已从 {{file}} 导入；导出时的哈希链头是 {{head}}。',
  '{{file}} is not an untouched export: {{parts}} do not match the journal. Nothing was imported.': '{{file}} 不是未经改动的导出文件：{{parts}} 与日志不符。没有导入任何内容。',
  '{{file}} holds {{name}}, which no case does. Nothing was imported.': '{{file}} 中含有 {{name}}，案卷中不会有这样的内容。没有导入任何内容。',
  '{{file}} is not an export of a case, or it is damaged. Nothing was imported.': '{{file}} 不是导出的案卷，或已损坏。没有导入任何内容。',
};
