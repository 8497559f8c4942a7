// 简体中文: 向外传送数据的服务（Transfer Family、DataSync），以及 Cognito 身份池。
import type { Catalogue } from '../../../core/text.ts';

export const transfers: Catalogue = {
  'Transfer Family server': 'Transfer Family 服务器',
  'the Transfer Family server {{name}}': 'Transfer Family 服务器 {{name}}',
  'Stop {{thing}} in {{region}}': '停止 {{region}} 中的 {{thing}}',
  'Nobody sends or fetches files through it. It costs the same until it is deleted.': '任何人都不能再通过它收发文件。在删除之前，费用不变。',
  'The server and its users. The files stay in S3 or EFS.': '该服务器及其用户。文件保留在 S3 或 EFS 中。',
  'Transfer Family user': 'Transfer Family 用户',
  'the user {{name}} of the Transfer Family server {{server}}': 'Transfer Family 服务器 {{server}} 的用户 {{name}}',
  'Delete {{n}} SSH keys of {{thing}} in {{region}}': '删除 {{region}} 中{{thing}}的 {{n}} 个 SSH 密钥',
  'Whoever signs in with them no longer does.': '使用这些密钥登录的人将无法再登录。',
  'The user and its keys. The files stay in S3 or EFS.': '该用户及其密钥。文件保留在 S3 或 EFS 中。',
  'Cognito identity pool': 'Cognito 身份池',
  'the Cognito identity pool {{name}}': 'Cognito 身份池 {{name}}',
  'Let {{thing}} in {{region}} hand out no credentials': '让 {{region}} 中的 {{thing}} 不再发放凭证',
  'Nobody gets AWS credentials from it, whether signed in or a guest. What it handed out before is valid until its time is over.': '无论已登录者还是来宾，任何人都无法再从中获得 AWS 凭证。此前发放的凭证在到期之前仍然有效。',
  'The pool and the identities in it. Its roles stay.': '该身份池及其中的身份。它的角色会保留。',
  'DataSync task': 'DataSync 任务',
  'the DataSync task {{name}}': 'DataSync 任务 {{name}}',
  'Cancel the stranger’s run of {{thing}} in {{region}}': '取消入侵者在 {{region}} 中对{{thing}}的运行',
  'Cancel the run of {{thing}} in {{region}}, and switch off its schedule': '取消 {{region}} 中{{thing}}的运行，并停用其计划',
  'The copying stops in the middle: files at the destination may be incomplete. What has arrived stays there; undo starts no run.': '复制会中途停止：目标位置的文件可能不完整。已到达的内容会留在那里；撤销不会启动运行。',
  'The task. Its locations and what it copied stay.': '该任务。其位置和已复制的内容会保留。',
};
