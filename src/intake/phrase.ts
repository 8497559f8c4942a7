// The words by which notices say what happened, per language: hints only, on one flattened line. Identifiers are read without them.
import type { NoticeLanguage } from './claims.ts';

export type Signal =
  | 'exposed-key' | 'compromised-key' | 'compromised-account' | 'unauthorized-user' | 'second-notice' | 'suspended' | 'abuse' | 'quarantined' | 'case-opened' | 'settled' | 'root-used';
export interface Phrase { readonly signal: Signal; readonly language: NoticeLanguage; readonly pattern: RegExp }

const phrase = (signal: Signal, language: NoticeLanguage, pattern: RegExp): Phrase => ({ signal, language, pattern });

// A gap within one sentence: bounded, so that no input can make the search slow.
const ENGLISH: readonly Phrase[] = [
  phrase('exposed-key', 'en', /(?:access|secret) keys?\b[^?]{0,200}(?:(?:is|are|was|were|has been|have been|may be|found) (?:now )?(?:publicly|online)|(?:is|are|was|were|has been|have been|may have been) (?:\w{1,12} )?(?:exposed|leaked))/gi),
  phrase('exposed-key', 'en', /this exposure of your account[’'`]s (?:IAM )?credentials/gi),
  phrase('exposed-key', 'en', /(?:we (?:have )?(?:found|detected|identified|discovered|noticed)|we have become aware)[^.?]{0,120}(?:access keys?|credentials)[^?]{0,120}(?:public|exposed|online)/gi),
  phrase('exposed-key', 'en', /(?:your|the) (?:AWS )?(?:IAM )?(?:access keys?|credentials) (?:is|are|was|were|has been|have been|may have been|may be) (?:publicly )?(?:exposed|leaked|compromised online)/gi),
  phrase('compromised-key', 'en', /access keys?\b[^.?]{0,140}(?:inappropriately|improperly) (?:accessed|used|obtained)/gi),
  phrase('compromised-key', 'en', /(?:irregular|anomalous|suspicious|unusual|unauthorized) activit(?:y|ies)\b[^.?]{0,80}(?:your|an|the) (?:AWS )?(?:IAM )?access keys?/gi),
  phrase('compromised-key', 'en', /(?:your|the) (?:AWS )?(?:IAM )?access keys?\b[^.?]{0,80}(?:is|are|was|were|may be|has been|have been|may have been|potentially) (?:potentially )?compromised/gi),
  phrase('compromised-key', 'en', /access keys?\b[^.?]{0,120}(?:used|accessed) by (?:an? )?(?:unauthori[sz]ed|third)/gi),
  phrase('compromised-account', 'en', /(?:your|this|the|AWS) account\b(?: ?\(?[\dXx*<>-]{1,24}\)?)?(?:,? ending (?:in|with) \S{1,12})? (?:is|is still|are|was|has been|may be|may still be|may have been|might have been|appears to be|appears to have been|could be) (?:potentially |likely )?compromised/gi),
  phrase('compromised-account', 'en', /account\b[^.?]{0,60}(?:inappropriately|improperly) accessed/gi),
  phrase('compromised-account', 'en', /(?:detected|noticed|observed|identified|found)\b[^.?]{0,80}(?:indicat\w{1,4}|suggest\w{0,4}|shows?|matches)\b[^.?]{0,80}(?:compromised|unauthori[sz]ed (?:activity|access)|third[- ]party)/gi),
  phrase('compromised-account', 'en', /we (?:have |recently |'ve |’ve )?(?:detected|noticed|observed|identified|found)[^.?]{0,50}(?:unauthori[sz]ed|suspicious|anomalous|abnormal|irregular|unusual)[^.?]{0,80}(?:your|AWS|this) (?:AWS )?account/gi),
  phrase('compromised-account', 'en', /unauthori[sz]ed (?:third )?part(?:y|ies)[^.?]{0,40}(?:may have |might have |has |have )?(?:gained |obtained |had )?access(?:ed)? (?:to )?your/gi),
  phrase('root-used', 'en', /root user\b[^.?]{0,60} (?:signed in|was (?:used|accessed))|(?:signed in|sign-in|used|accessed) (?:as|by|to) (?:the|your) root user|access keys? of the root user,? [^.?]{0,60}(?:was|were) (?:made|created|used)/gi),
  phrase('unauthorized-user', 'en', /(?:detected|noticed|observed|identified|found|aware)[^.?]{0,100}(?:unauthori[sz]ed|unrecogni[sz]ed|suspicious|unexpected|unknown|unsanctioned) (?:new )?(?:IAM )?(?:users?|login profile|console user)/gi),
  phrase('unauthorized-user', 'en', /IAM users?\b[^.?]{0,80}(?:was|were|has been|have been|may have been) (?:created|added)[^.?]{0,60}(?:unauthori[sz]ed|third party|suspicious|not (?:by )?you|without your)/gi),
  phrase('second-notice', 'en', /(?<!(?:will|please|can|may|to) )follow(?:ing|ed)?[- ]up (?:with you |on |regarding |about |to )/gi),
  phrase('second-notice', 'en', /(?:may|might|appears to|is) still (?:be )?compromised|(?:second|third) (?:notice|notification)|(?:final|last|second|third) (?:notice|notification|warning|reminder)|(?:still )?have(?:n[’']t| not) yet (?:secured|responded)|have not (?:yet )?(?:received (?:a |any |your )?(?:response|reply)|heard (?:back )?from you)|(?:we )?(?:previously|recently|already) (?:communicated|notified|informed|contacted|sent)|this is a reminder|\breminder:/gi),
  phrase('suspended', 'en', /(?:your|this|AWS) account\b(?: ?\(?[\dXx*-]{1,24}\)?)? (?:has been|was|is|is now|has now been) (?:temporarily )?suspended|(?:we|have|we[’']ve) (?:have )?(?:temporarily )?suspended (?:your|the) (?:AWS )?account/gi),
  phrase('abuse', 'en', /abuse (?:report|complaint|case|time|notice)|implicated in (?:activity|abuse|abusive)|abusive (?:activity|behaviou?r)|ec2-abuse@|(?:take|taken) action against your (?:instances?|resources?|account)|resembles (?:a |an )?(?:denial of service|open proxy|port scan|intrusion|brute|spam)|report(?:s|\(s\))? that your AWS resource/gi),
  phrase('quarantined', 'en', /(?:applied|attached) (?:the )?["“'`]?AWS(?:CompromisedKeyQuarantine|ExposedCredentialPolicy)/gi),
  phrase('case-opened', 'en', /(?:has|have|we(?:'ve|’ve)?) opened (?:a )?(?:support )?case [^.]{0,30}on your behalf|opened a support case with more details/gi),
  phrase('settled', 'en', /thank you for (?:deleting|rotating|securing|removing|completing|confirming)[^.?]{0,80}(?:key|account|steps|credential)|(?:your|the) (?:AWS )?account (?:has been|is now|was) (?:fully )?(?:reinstated|restored|secured|unsuspended)|(?:removed|lifted) the (?:restrictions?|limitations?|quarantine)/gi),
];

const CHINESE: readonly Phrase[] = [
  phrase('exposed-key', 'zh-CN', /(?:访问密钥|密钥|凭证)[^。？]{0,80}(?:公开|泄露|泄漏|暴露|任何人)/g),
  phrase('compromised-key', 'zh-CN', /(?:访问密钥|密钥)[^。？]{0,60}(?:第三方|盗用|异常活动|不当访问|被滥用)/g),
  phrase('compromised-account', 'zh-CN', /(?:您|你)的 ?(?:AWS|亚马逊云科技)? ?(?:账户|帐户|账号)[^。？]{0,40}(?:入侵|盗用|被盗|未经授权|泄露|异常)/g),
  phrase('unauthorized-user', 'zh-CN', /(?:检测到|发现|注意到)[^。？]{0,40}未经授权的 ?IAM ?用户/g),
  phrase('suspended', 'zh-CN', /(?:账户|帐户|账号)[^。？]{0,20}已(?:被|经)?(?:暂停|停用|冻结)/g),
  phrase('second-notice', 'zh-CN', /(?:再次|第二次|后续)(?:通知|联系)|尚未收到您的(?:回复|答复)/g),
  phrase('abuse', 'zh-CN', /滥用(?:报告|举报|投诉|行为)/g),
  phrase('case-opened', 'zh-CN', /(?:已|为)[^。？]{0,20}(?:创建|打开|开立)[^。？]{0,20}(?:案例|工单)/g),
  phrase('exposed-key', 'zh-TW', /(?:存取金鑰|金鑰|憑證)[^。？]{0,60}(?:公開|外洩|洩漏|曝光)/g),
  phrase('compromised-key', 'zh-TW', /(?:存取金鑰|金鑰)[^。？]{0,60}(?:第三方|盜用|異常活動|不當存取)/g),
  phrase('compromised-account', 'zh-TW', /(?:您|你)的 ?AWS ?(?:帳戶|帳號)[^。？]{0,40}(?:入侵|盜用|遭駭|未經授權|外洩|異常)/g),
  phrase('unauthorized-user', 'zh-TW', /(?:偵測到|發現|注意到)[^。？]{0,40}未經授權的 ?IAM ?使用者/g),
  phrase('second-notice', 'zh-TW', /(?:再次|第二次|後續)(?:通知|聯絡)|尚未收到您的(?:回覆|答覆)/g),
  phrase('suspended', 'zh-TW', /(?:帳戶|帳號)[^。？]{0,20}已(?:被|遭)?(?:暫停|停用|凍結)/g),
  phrase('abuse', 'zh-TW', /濫用(?:報告|檢舉|投訴|行為)/g),
];

const JAPANESE_KOREAN: readonly Phrase[] = [
  phrase('exposed-key', 'ja', /(?:アクセスキー|認証情報)[^。？]{0,80}(?:公開|漏洩|漏えい|流出|露出|誰でも)/g),
  phrase('compromised-key', 'ja', /アクセスキー[^。？]{0,60}(?:第三者|不正(?:に|な)|異常な)/g),
  phrase('compromised-account', 'ja', /(?:お客様の|ご利用の)? ?AWS ?アカウント[^。？]{0,50}(?:不正アクセス|不正な|侵害|乗っ取|第三者)/g),
  phrase('unauthorized-user', 'ja', /(?:検出|確認|検知)[^。？]{0,40}(?:不正な|許可されていない) ?IAM ?ユーザー/g),
  phrase('suspended', 'ja', /アカウント[^。？]{0,20}(?:停止|一時停止)(?:され|しました|いたしました)/g),
  phrase('second-notice', 'ja', /(?:再度|改めて)[^。？]{0,20}(?:ご連絡|通知)|(?:ご返信|ご回答|ご返答)[^。？]{0,20}(?:いただいておりません|ございません)/g),
  phrase('abuse', 'ja', /不正使用(?:の)?(?:報告|レポート)|迷惑行為(?:の)?(?:報告|レポート)/g),
  phrase('case-opened', 'ja', /お客様に代わって[^。？]{0,30}ケース/g),
  phrase('exposed-key', 'ko', /(?:[액엑]세스 ?키|자격 ?증명)[^?。]{0,80}(?:공개|노출|유출|누구나)/g),
  phrase('compromised-key', 'ko', /액세스 ?키[^.?]{0,60}(?:제3자|비정상|무단|도용)/g),
  phrase('compromised-account', 'ko', /(?:고객님의 |귀하의 )?AWS ?계정[^.?]{0,50}(?:손상|침해|도용|무단|비정상|해킹)/g),
  phrase('unauthorized-user', 'ko', /(?:승인되지 않은|무단) ?IAM ?사용자[^.?]{0,40}(?:감지|발견|확인|생성)/g),
  phrase('second-notice', 'ko', /(?:다시|재차) (?:안내|연락|알려)|아직 (?:회신|답변)을? ?받지 못/g),
  phrase('suspended', 'ko', /계정[^.?]{0,20}(?:일시 ?)?(?:정지|중지)되었/g),
  phrase('abuse', 'ko', /(?:침해|악용|남용) ?(?:신고|보고서)/g),
];

const EUROPEAN: readonly Phrase[] = [
  phrase('exposed-key', 'de', /(?:Zugriffsschlüssel|Zugangsschlüssel|Access Key)[^.?]{0,100}(?:öffentlich|offengelegt)/gi),
  phrase('compromised-key', 'de', /(?:Zugriffsschlüssel|Zugangsschlüssel)[^.?]{0,100}(?:kompromittiert|Dritte|ungewöhnlich)/gi),
  phrase('compromised-account', 'de', /AWS-?(?: )?Konto[^.?]{0,60}(?:kompromittiert|unbefugt)/gi),
  phrase('suspended', 'de', /Konto[^.?]{0,30}(?:wurde|ist) (?:vorübergehend )?gesperrt/gi),
  phrase('exposed-key', 'fr', /clés? d[’']accès[^.?]{0,100}(?:publi(?:que|c)|exposée|divulguée)/gi),
  phrase('compromised-key', 'fr', /clés? d[’']accès[^.?]{0,100}(?:compromise|tiers|inhabituelle)/gi),
  phrase('compromised-account', 'fr', /compte AWS[^.?]{0,60}(?:compromis|non autoris)/gi),
  phrase('suspended', 'fr', /compte[^.?]{0,30}(?:a été|est) suspendu/gi),
  phrase('exposed-key', 'es', /claves? de acceso[^.?]{0,100}(?:públic|expuesta)/gi),
  phrase('compromised-key', 'es', /claves? de acceso[^.?]{0,100}(?:comprometida|terceros?|inusual)/gi),
  phrase('compromised-account', 'es', /cuenta (?:de )?AWS[^.?]{0,60}(?:comprometida|vulnerada|no autorizad)/gi),
  phrase('suspended', 'es', /cuenta[^.?]{0,30}(?:ha sido|está|fue) suspendida/gi),
  phrase('exposed-key', 'pt', /chaves? de acesso[^.?]{0,100}(?:public|exposta)/gi),
  phrase('compromised-key', 'pt', /chaves? de acesso[^.?]{0,100}(?:comprometida|terceiros?|incomum)/gi),
  phrase('compromised-account', 'pt', /conta (?:da )?AWS[^.?]{0,60}(?:comprometida|invadida|não autorizad)/gi),
  phrase('suspended', 'pt', /conta[^.?]{0,30}(?:foi|está) suspensa/gi),
];

export const PHRASES: readonly Phrase[] = [...ENGLISH, ...CHINESE, ...JAPANESE_KOREAN, ...EUROPEAN];

/** What makes a statement a condition: a guide says "if you suspect that …", a notice says that it is so. */
export const CONDITION = /(?:\b(?:if|when|whether|suspect|suspects|believe|think|unless|how|what|wenn|falls|ob|si|se|caso|quando|cuando|lorsque)\b[^.!?:]{0,60}|(?:如果|怀疑|是否|假如|懷疑|若|もし|万が一|만약|혹시)[^。！？：]{0,40})$/i;
/** The same, where a language puts it behind. */
export const CONDITION_AFTER = /^[^。.！!？?]{0,40}?(?:场合|場合|疑い|か(?:どうか)|경우|의심|(?:的)?(?:情况下|情況下|迹象|时，|時，))/;
