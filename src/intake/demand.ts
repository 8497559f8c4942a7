// What a notice asks for, as a checklist of known things. The titles are ours; AWS's wording changes.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Demand, DemandId } from './claims.ts';

export const demandTitle: Readonly<Record<DemandId, Text>> = {
  'rotate-key': say('Replace the access key wherever it is used'),
  'delete-key': say('Delete the access key'),
  'change-root-password': say('Change the root user’s password'),
  'enable-mfa': say('Turn on MFA'),
  'review-cloudtrail': say('Look through CloudTrail for what you did not do, in every Region'),
  'delete-unknown-users': say('Delete users, keys, roles and policies that are not yours'),
  'revoke-sessions': say('Revoke temporary credentials'),
  'review-usage': say('Look for resources and charges that are not yours, in every Region'),
  'keep-quarantine': say('Leave the quarantine policy attached until AWS agrees'),
  'restore-resources': say('Restore what was deleted'),
  'remove-exposure': say('Take the credentials out of the public place, and keep new ones out'),
  'stop-abuse': say('Stop the reported activity, and say what you did'),
  'pay-balance': say('Pay the open balance'),
  'reply-to-case': say('Answer in the case that AWS opened'),
};

const WANTED: readonly (readonly [DemandId, RegExp])[] = [
  ['rotate-key', /\b(?:rotat\w{1,4}|replace)\b[^.]{0,60}\b(?:keys?|credentials)\b|轮换|輪換|ローテーション|교체|rotieren|rotation/i],
  ['delete-key', /\bdelet\w{1,3}\b[^.]{0,80}\b(?:(?:access|exposed|compromised|AWS) )?keys?\b|删除[^。]{0,20}密钥|刪除[^。]{0,20}金鑰|アクセスキー[^。]{0,20}削除|액세스 ?키[^.]{0,20}삭제/i],
  ['change-root-password', /\b(?:change|reset|update)\b[^.]{0,50}\b(?:root|account)\b[^.]{0,40}\bpassword|(?:更改|修改|变更|變更)[^。]{0,20}密[码碼]|パスワード[^。]{0,20}変更|(?:비밀번호|암호)[^.]{0,20}변경/i],
  ['enable-mfa', /\bMFA\b|multi-?factor authentication|多重身份验证|多因素|多要素認証|다중 ?인증/i],
  ['review-cloudtrail', /CloudTrail/i],
  ['delete-unknown-users', /\bdelete\b[^.]{0,60}\b(?:unauthori[sz]ed|unsanctioned|unapproved|unrecogni[sz]ed|unknown)|(?:unauthori[sz]ed|unsanctioned|unapproved|unwanted)[^.]{0,60}IAM users/i],
  ['revoke-sessions', /\brevoke\b[^.]{0,60}(?:temporary|session)|temporary (?:security )?credentials/i],
  ['review-usage', /(?:unauthori[sz]ed|unwanted|unexpected|unrecogni[sz]ed)[^.]{0,40}(?:usage|charges|resources|instances)|未经授权的(?:资源|使用)|不正な(?:使用|リソース)/i],
  ['keep-quarantine', /do not remove[^.]{0,40}(?:quarantine|policy)/i],
  ['restore-resources', /\b(?:restore|recover)\b[^.]{0,40}\b(?:backups?|deleted|resources)/i],
  ['remove-exposure', /(?:prevent|avoid)[^.]{0,60}(?:credentials|keys)[^.]{0,40}(?:exposed|published)|remove[^.]{0,40}from the public/i],
  ['stop-abuse', /(?:stop|cease)[^.]{0,40}(?:the )?(?:reported )?activity|corrective (?:action|measure)|investigate (?:your instance|root cause)/i],
  ['pay-balance', /(?:pay|settle)[^.]{0,40}(?:balance|invoice|charges)|outstanding balance/i],
  ['reply-to-case', /\b(?:reply|respond|response|contact us|update)\b[^.]{0,80}\b(?:case|notification|email|e-mail|notice|steps you are taking)|回复|回覆|返信|返答|회신|답변|antworten|répond|respond[ae]/i],
];

/** In the order of the work. */
export const findDemands = (flat: string): Demand[] =>
  WANTED.filter(([, pattern]) => pattern.test(flat)).map(([id]) => ({ id, title: demandTitle[id] }));
