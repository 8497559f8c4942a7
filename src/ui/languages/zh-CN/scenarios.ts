// 简体中文: whole incidents to practise on, and what is asked where nobody has told of a stranger.
import type { Catalogue } from '../../../core/text.ts';

export const scenarios: Catalogue = {
  // sim/scenarios/shipped.ts
  'Machines that come back when you end them': '终止后又会重新出现的实例',
  'The data is held to ransom': '数据被勒索',
  'Somebody who means to stay': '有人打算长期潜伏',
  'Your account writes to strangers': '您的账户在给陌生人发邮件',
  'Everything odd was done by your own people': '所有异常都是自己人所为',
  'The root user is in other hands': '根用户落入他人之手',
  'The root user of a member account is in other hands': '成员账户的根用户落入他人之手',
  'A leaked key in an account in China': '中国区域账户中的密钥泄露',
  'AWS has suspended the account': 'AWS 已暂停该账户',
  // phases/preflight.ts
  'AWS has suspended this account. You can still look at it, cut the stranger off and remove what they left; nothing new can be started. Answer AWS in its case, and ask for the account back: {{link}}': 'AWS 已暂停此账户。您仍可查看账户、切断入侵者并清除其留下的内容，但无法启动任何新资源。请在 AWS 的案例中回复，并请求恢复账户：{{link}}',
  'This account is closed. AWS keeps it for 90 days; only AWS Support can open it again: {{link}}': '此账户已关闭。AWS 会保留 90 天，只有 AWS Support 可以重新开通：{{link}}',
  // phases/verify/untied.ts
  'Calls from {{address}} look like a stranger': '来自 {{address}} 的调用看起来像是入侵者所为',
  'First: {{name}} by {{who}} at {{time}}': '最早：{{who}} 于 {{time}} 调用 {{name}}',
};
