// What a notice asks for, as a checklist of known things. The titles are ours; AWS's wording changes.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Demand, DemandId } from './claims.ts';
import { sentencesOf } from './sentence.ts';

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

// One sentence says it: every one of the words must stand in it, in any order.
const WANTED: readonly (readonly [DemandId, ...RegExp[]])[] = [
  ['rotate-key', /\b(?:rotat\w{1,4}|replac\w{1,3}|new (?:access )?key)\b/i, /\b(?:keys?|credentials|it|them)\b|A[KS]IA[A-Z0-9]/i],
  ['rotate-key', /\brotate,|轮换|輪換|更换|ローテーション|交換|교체|rotieren|rotation|rotar|rotacion/i],
  // Keys in a list of what strangers may have left are another demand.
  ['delete-key', /\bdelet\w{1,3}\b/i, /\bkeys?\b|A[KS]IA[A-Z0-9]/i, /^(?!.*\b(?:un(?:authori[sz]ed|sanctioned|approved|recogni[sz]ed|known|wanted)|(?:did|do) not (?:create|approve|know|recogni[sz]e)|not yours)\b)/i],
  ['delete-key', /(?:删除[^。]{0,30}密钥|密钥[^。]{0,30}删除|刪除[^。]{0,30}金鑰|金鑰[^。]{0,30}刪除|アクセスキー[^。]{0,30}削除|액세스 ?키[^.]{0,30}삭제|(?:löschen|supprim|elimin|exclu)[^.]{0,60}(?:schlüssel|clé|clave|chave)|Zugriffsschlüssel[^.]{0,60}löschen)/i],
  ['change-root-password', /\b(?:change|reset|update)\b/i, /\b(?:root|account)\b/i, /\bpasswords?\b/i],
  ['change-root-password', /(?:更改|修改|变更|變更)[^。]{0,20}密[码碼]|パスワード[^。]{0,20}変更|(?:비밀번호|암호)[^.]{0,20}변경/i],
  ['enable-mfa', /\bMFA\b|multi-?factor authentication|多重身份验证|多因素|多要素認証|다중 ?인증/i],
  ['review-cloudtrail', /CloudTrail/i],
  ['delete-unknown-users', /\b(?:delete|remove)\b/i, /\b(?:un(?:authori[sz]ed|sanctioned|approved|recogni[sz]ed|known|wanted)|did not (?:create|approve)|not (?:yours|create))\b/i],
  ['delete-unknown-users', /un(?:authori[sz]ed|sanctioned|approved|wanted|known)[^.]{0,60}IAM users/i],
  ['delete-unknown-users', /(?:不明な|未经授权的|未經授權的|身に覚えのない|승인되지 않은)[^。.]{0,40}(?:ユーザー|用户|使用者|사용자)/],
  ['revoke-sessions', /\brevok\w{1,3}\b/i, /temporary|sessions?\b/i],
  ['revoke-sessions', /temporary (?:security )?credentials|临时(?:安全)?凭证|一時的な(?:認証情報|セキュリティ)|임시 (?:보안 )?자격/i],
  ['review-usage', /\b(?:un(?:authori[sz]ed|wanted|expected|recogni[sz]ed|known|sanctioned)|do not know|don[’']t recogni[sz]e|not recogni[sz]e|did not (?:create|start|launch))\b/i, /\b(?:usage|charges|resources|instances|costs?)\b/i],
  ['review-usage', /未经授权的(?:资源|使用)|未經授權的(?:資源|使用)|不正な(?:使用|リソース)|승인되지 않은 (?:사용|리소스)/],
  ['keep-quarantine', /\b(?:do not|don[’']t|never) (?:remove|detach)\b/i, /quarantine|policy|\bit\b/i],
  ['restore-resources', /\b(?:restore|recover)\b/i, /\b(?:backups?|deleted|resources)\b/i],
  ['remove-exposure', /\b(?:prevent|avoid|stop)\b/i, /\b(?:credentials|keys)\b/i, /\b(?:exposed|published|public(?:ly)?|committed)\b/i],
  ['remove-exposure', /\b(?:remove|take|delete)\b[^.]{0,80}\bfrom (?:the |this |that )?(?:public|repositor|site|web|commit|history)/i],
  ['stop-abuse', /(?:stop|cease)[^.]{0,40}(?:the )?(?:reported )?activity|corrective (?:action|measure)|investigate (?:your instance|root cause)/i],
  ['pay-balance', /\b(?:pay|settle)\b/i, /\b(?:balance|invoice|charges)\b/i],
  ['pay-balance', /outstanding balance/i],
  ['reply-to-case', /\b(?:reply|respond|response|contact us|contact AWS|get back|update)\b/i, /\b(?:cases?|notification|e-?mail|notice|message|AWS|us|steps you are taking|within|by \d)\b/i],
  ['reply-to-case', /回复|回覆|返信|返答|ご回答|회신|답변|antworten|répond|respond[ae]/i],
];

/** In the order of the work. `text`: with its lines. */
export function findDemands(text: string): Demand[] {
  const sentences = sentencesOf(text);
  const asked = new Set(WANTED.filter(([, ...words]) => sentences.some((sentence) => words.every((word) => word.test(sentence)))).map(([id]) => id));
  return [...asked].map((id) => ({ id, title: demandTitle[id] }));
}
