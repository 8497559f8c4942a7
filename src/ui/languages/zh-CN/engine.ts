// 简体中文: planning, applying, watching and undoing.
import type { Catalogue } from '../../../core/text.ts';

export const engine: Catalogue = {
  // apply.ts
  'It changed while you decided, so nothing was done to it. It is offered again in the next round.': '在您做决定期间它发生了变化，因此没有对它执行任何操作。下一轮会再次列出。',
  'It waits until what must come before it has ended well (evidence first).': '它要等前面的步骤顺利完成后才会执行（先保存证据）。',
  'Your AWS session ends at {{time}}, before this wave could be finished, so it was not begun (now {{now}}). Renew your credentials, then go on with: aws-incident resume': '您的 AWS 会话将于 {{time}} 结束，来不及完成这一批，因此没有开始（现在是 {{now}}）。请更新凭证，然后运行以下命令继续：aws-incident resume',
  // attribute.ts
  '{{event}} at {{time}} from {{sourceIp}} with {{credential}}': '{{time}} 的 {{event}}，来自 {{sourceIp}}，使用 {{credential}}',
  'The stranger made it: {{who}}.': '由入侵者创建：{{who}}。',
  'The stranger changed it: {{who}}.': '被入侵者更改：{{who}}。',
  'The stranger used it as {{by}}: {{who}}.': '入侵者以 {{by}} 的身份使用过：{{who}}。',
  'Made with an abused credential, and nothing tells whose hand it was: {{who}}.': '用遭滥用的凭证创建，无法判断是谁所为：{{who}}。',
  'Changed with an abused credential, and nothing tells whose hand it was: {{who}}.': '用遭滥用的凭证更改，无法判断是谁所为：{{who}}。',
  'Used with an abused credential, and nothing tells whose hand it was: {{who}}.': '用遭滥用的凭证使用过，无法判断是谁所为：{{who}}。',
  // deed.ts
  'A dry run was about to change something, and was stopped.': '试运行中即将发生更改，已拦下。',
  '{{n}} of {{of}} done': '已完成 {{n}} 项，共 {{of}} 项',
  'Could not do this: {{title}}. AWS answered {{code}}: {{message}} (request {{requestId}}).': '未能完成：{{title}}。AWS 返回 {{code}}：{{message}}（请求 {{requestId}}）。',
  // engine.ts
  'The kind {{kind}} has no action {{verb}}.': '种类 {{kind}} 没有操作 {{verb}}。',
  // look.ts
  'AWS did not show it ({{code}}: {{message}}).': 'AWS 未能显示它（{{code}}：{{message}}）。',
  // scan.ts
  '{{first}} ({{n}} reads failed in all)': '{{first}}（共有 {{n}} 次读取失败）',
  '{{operation}} on {{subject}}: {{code}} {{message}}': '对 {{subject}} 执行 {{operation}}：{{code}} {{message}}',
  // undo.ts
  'Undo: {{step}}': '撤消：{{step}}',
  'The case does not hold how it was before, so it cannot be given back from here.': '案卷中没有它原先状态的记录，因此无法从这里恢复。',
  'Somebody has changed {{name}} since this step was done. It was not touched: what they did would be overwritten. Look at it in the console.': '此步骤完成后，{{name}} 已被他人更改。没有动它，以免覆盖他人的更改。请在控制台中查看。',
  'Since this step was done, somebody has changed {{name}} again. Undo gives back only what the step itself had changed.': '此步骤完成后，{{name}} 又被他人更改过。撤消只会恢复此步骤自己更改的部分。',
  'It changed while you decided, so nothing was done to it. Ask for it again.': '在您做决定期间它发生了变化，因此没有对它执行任何操作。请重新提出撤消。',
  'Not before the leak is closed: this gives back a way in that a stranger has used.': '泄露尚未堵住，现在不能恢复：这会重新打开入侵者用过的入口。',
  "Give it back if it was the owner's and is needed.": '如果它属于所有者并且仍然需要，请恢复它。',
  'AWS does not show it as it was before.': 'AWS 显示它并未恢复原样。',
  // watch.ts
  'Watching that the containment holds ({{seconds}} s)': '正在观察遏制措施是否持续有效（{{seconds}} 秒）',
  'Somebody has undone it.': '有人撤消了它。',
  '{{n}} of the contained things could not be looked at again, so nobody can say that it holds.': '有 {{n}} 项已遏制的内容无法再次查看，因此无法确认遏制持续有效。',
  'The containment held for {{seconds}} seconds.': '遏制措施已持续有效 {{seconds}} 秒。',
  'It was made after the containment had begun. It is offered in the next round.': '它是在遏制开始之后创建的。下一轮会列出。',
  'Contain what was newly made, under the standing approval': '按预先批准，遏制新建的内容',
  // signs between values
  '{{operation}}: {{code}} {{message}}': '{{operation}}：{{code}} {{message}}',
  '{{name}} was deleted since this step was done, so there is nothing to give back. Nothing was touched.': '执行此步骤之后 {{name}} 已被删除，因此没有什么可归还。未做任何改动。',
  'Done to what was removed later: nothing is left to give back': '所针对的对象后来已被移除：没有什么可归还',
};
