// 简体中文: drills and their scenarios.
import type { Catalogue } from '../../../core/text.ts';

export const sim: Catalogue = {
  // drill/log.ts
  'The drill’s log {{path}} was written by another version of this tool.': '演练的日志 {{path}} 由此工具的另一个版本写入。',
  // drill/world.ts
  'The scenario has no way in as {{actor}}.': '场景中没有 {{actor}} 这个入口。',
  'The scenario has no actor {{name}}.': '场景中没有参与者 {{name}}。',
  'The scenario never makes the credentials of {{name}}.': '场景从未创建 {{name}} 的凭证。',
  'There is no scenario to play.': '没有可以演练的场景。',
  // scenario/field.ts
  'The scenario {{document}} is wrong at {{path}}: expected {{expected}}.': '场景 {{document}} 在 {{path}} 处有误：应为：{{expected}}。',
  'a text': '文本',
  'a text like {{pattern}}': '形如 {{pattern}} 的文本',
  'true or false': 'true 或 false',
  'a whole number from 1': '不小于 1 的整数',
  'a UTC time': 'UTC 时间',
  'one of {{values}}': '以下之一：{{values}}',
  'an object': '对象',
  'a list': '列表',
  'one of {{names}}': '以下之一：{{names}}',
  // scenario/find.ts
  'There is no scenario {{name}}. There are: {{names}}.': '没有名为 {{name}} 的场景。可用的场景：{{names}}。',
  // scenario/load.ts
  'it should have been done, and AWS answers {{code}}: {{message}}': '此调用本应成功，但 AWS 返回 {{code}}：{{message}}',
  '{{expected}} was expected, and AWS answers {{code}}': '预期得到 {{expected}}，但 AWS 返回 {{code}}',
  'Call {{number}} of the scenario ({{call}} by {{actor}}, {{at}}): {{why}}.': '场景的第 {{number}} 个调用（{{actor}} 的 {{call}}，{{at}}）：{{why}}。',
  // scenario/notice.ts
  'The notice of the scenario {{name}}: {{why}}': '场景 {{name}} 的通知：{{why}}',
  'The scenario {{name}} names a notice {{file}} that is not there.': '场景 {{name}} 引用的通知 {{file}} 不存在。',
  // scenario/parse.ts
  'the name of an actor': '参与者的名称',
  'left out: AWS itself is always there': '省略：AWS 本身始终存在',
  'an actor with either a user or a credential': '指定了用户或凭证其中之一的参与者',
  'The scenario {{name}} is no JSON: {{why}}': '场景 {{name}} 不是有效的 JSON：{{why}}',
  // scenarios/shipped.ts
  'A key on a public repository, and a stranger who used it': '密钥出现在公开存储库中，并已被入侵者使用',
  'Owner and stranger use the same key in the same weeks': '所有者与入侵者在同一时期使用同一密钥',
  'A leaked key that nobody has used yet': '密钥已泄露，但尚无人使用',
  'Your own administrator key is the leak': '泄露的正是您自己的管理员密钥',
  'The account is lost, and no credentials work': '账户已失守，没有可用的凭证',
  'Nothing is wrong, but plenty looks odd': '一切正常，但许多迹象看起来可疑',
  'The stranger is still there, and fights back': '入侵者仍在账户中，并且会反击',
};
