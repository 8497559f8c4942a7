// Who speaks to whom: a letter of AWS's to its customer, or somebody who writes about such letters (a guide, a victim's report, another product's alert).
import type { DemandId } from './claims.ts';

export interface Voice {
  /** How much it sounds like a letter of AWS's. */
  readonly letter: number;
  /** How much it sounds like anything else. */
  readonly other: number;
  /** An alert of another product or service: the words are the same, and it is no notice. */
  readonly alert: boolean;
}

export interface Heard {
  /** Subject and body. */
  readonly text: string;
  readonly sentByAws: boolean;
  readonly demands: readonly DemandId[];
  /** A case or an account is named. */
  readonly addressed: boolean;
}

type Marks = readonly (readonly [weight: number, mark: RegExp])[];

/**
 * Alerts that a customer's own tools send. A finding of GuardDuty, Security Hub or Macie is one of them: it comes from a detector that the
 * customer runs and that reports to the customer alone. AWS Trust & Safety does not stand behind it, nothing is demanded and no case is open,
 * so it is `other` and no notice. What it names (keys, users, addresses) is read all the same.
 */
const ALERTS: readonly RegExp[] = [
  /\b(?:Backdoor|Behavior|CredentialAccess|CryptoCurrency|DefenseEvasion|Discovery|Execution|Exfiltration|Impact|InitialAccess|Object|PenTest|Persistence|Policy|PrivilegeEscalation|Recon|SensitiveData|Stealth|Trojan|UnauthorizedAccess|AttackSequence):(?:IAMUser|EC2|S3|Runtime|Kubernetes|Lambda|RDS|IAM|ECS|EKS|S3Object)\/?[A-Z][A-Za-z]/,
  /\b(?:GuardDuty|Security ?Hub|Macie|Inspector|Detective|IAM Access Analyzer|Access Analyzer)\b[^.\n]{0,60}\b(?:findings?|alert|generated|detected)\b[^\n]{0,200}(?:severity|finding (?:id|type)|detector)/i,
  /\b(?:finding|detector) ?(?:id|type|arn)\s{0,3}[:=]/i,
  /\bGitGuardian\b|\bsecret[- ]scanning (?:alert|has)|\bTruffleHog\b|\bgitleaks\b|\bDependabot alert|\b(?:npm|GitHub) (?:has )?(?:detected|found) (?:a |an )?(?:secret|token)/i,
  /\bYou are receiving this (?:e-?mail|message) because (?:your )?(?:Amazon CloudWatch|you (?:are )?subscribed)|\bALARM: ?"|\bAWS Budgets?:? (?:notification|alert)|\bCost Anomaly\b|\bTrusted Advisor (?:weekly|notification|check result)/i,
];

const LETTER: Marks = [
  [3, /\bdear (?:valued )?(?:AWS|Amazon)[^,\n]{0,30}customer/i],
  [1, /\b(?:dear|hello|hi|greetings)\b|尊敬的|您好|お客様|お世話|고객님|안녕하세요|guten tag|sehr geehrte|bonjour|hola|estimad|olá|prezad/i],
  [2, /\b(?:we|AWS|our (?:systems|monitoring|security team))(?: have| has|[’']ve| recently| just){0,2} (?:became|become aware|detected|noticed|observed|identified|found|discovered|saw|seen|received (?:a |an )?(?:abuse )?report)|\bwe (?:are|[’']re) (?:reaching out|writing|contacting|following)|我们(?:检测|发现|注意)|検出(?:され|しました|いたしました)|確認(?:され|いたし)ました|감지(?:했|되었|하였)/i],
  [1, /\byour (?:AWS |Amazon Web Services |IAM )?(?:accounts?|access keys?|credentials|resources?|instances?)\b|您的|お客様の|고객님의|귀하의|\bIhre?[mnrs]? |\bvotre|\bsu (?:cuenta|clave)|\bsua (?:conta|chave)/i],
  [2, /(?:regards|sincerely|thank you|best|此致|敬具|감사합니다|grüßen|cordialement|saludos|atenciosamente)[,.!]?\s{1,6}(?:the )?(?:Amazon Web Services|AWS (?:Trust|Support|Abuse|Security|Account|Team)|Amazon\.com|亚马逊)|\bAWS Trust ?(?:&|and) ?Safety/i],
  [2, /\bopened (?:a )?(?:support )?case\b|\bcase ?(?:ID|#|number)\s{0,2}[:#]?\s{0,2}[\dx*]|\[CASE \d|\b(?:this|the|your) support case\b|\breply to (?:this|the) (?:case|notification)|案例 ?ID|ケース ?ID|케이스 ?ID/i],
  [1, /\b(?:may|might|will|could)(?: be| have to| need to| permanently| temporarily){0,2} (?:suspend|terminate)|\bsuspension\b|暂停您的|停止(?:する|させて)|정지(?:될|할)/i],
  [2, /\baccess ?key(?: ?id)?\s{0,3}[:：=|\t][\s\S]{0,300}\b(?:event ?name|IAM ?user|user ?name|source ?IP|IP(?: address)?)\s{0,3}[:：=|\t]/i],
  [1, /\b(?:applied|attached)\b[^.]{0,80}\bAWS(?:CompromisedKeyQuarantine|ExposedCredentialPolicy)/],
  [1, /\bdo not (?:remove|detach)\b|\btemporarily (?:limited|restricted)\b/i],
];

const OTHER: Marks = [
  [3, /\b(?:I|we)(?:[’']ve| have| had)?(?: just| already| then| immediately| accidentally| mistakenly){0,2} (?:accidentally|pushed|leaked|rotated|revoked|deactivated|woke up|learned|panicked|got hacked|was hacked|were hacked|hardcoded)\b/i],
  [3, /\bmy (?:own |personal )?(?:AWS |IAM )?(?:account|access keys?|keys?|credentials|bill|repo(?:sitory)?|instances?)\b/i],
  [3, /\bour (?:own |internal |production |company[’']s )?(?:AWS |IAM )?(?:account|access keys?|keys?|credentials|environment|repo(?:sitory)?|customers? data)\b/i],
  [3, /\bAWS (?:gives|gave|sends|sent|says|tells|told|assumes|e-?mailed|warned|attaches|notified|automatically (?:applied|attached)|support (?:said|told|replied))\b|\bAWS[’']s steps\b/i],
  [3, /\b(?:e-?mail|mail|letter|message|notice)\b[^.\n]{0,20} from (?:AWS|Amazon)\b/i],
  [3, /\b(?:hey|hi|hello) (?:team|all|folks|everyone)\b|@here\b|@channel\b|\bI(?:[’']m| am|[’']ll| will) (?:rotating|deleting|revoking|rotate|delete|revoke)\b/i],
  [3, /\b(?:consultants?|penetration test\w*|pentest\w*|bug bounty|I(?:[’']ve| have)? (?:found|came across|discovered) your)\b/i],
  [3, /\b(?:post-?mortem|root cause analysis|lessons learned|tl;dr|incident (?:report|timeline|summary)|in this (?:post|article|guide|talk|tutorial|section|chapter|lab|workshop|video))\b/i],
  [2, /\bunsubscribe\b|\bview (?:this e-?mail )?in (?:your )?browser|\bregister (?:now|today)|\bwebinar\b|\bnewsletter\b|\bpodcast\b|\bsponsored\b|\bsubscribe to\b|\bread more\b|\bmin(?:ute)? read\b|\bpublished (?:on|:)|\bposted (?:on|by)\b/i],
  [2, /\b(?:researchers?|threat actors?|attackers|victims?|adversar(?:y|ies)|campaigns?)\b/i],
  [2, /\b(?:help me|can (?:you|anyone|somebody|someone) (?:please )?(?:help|lift|restore|advise|confirm)|I (?:need|would like|want|request|noticed|received|got)|has anyone|any advice)\b/i],
  [2, /\bpassword (?:reset|assistance)\b|\bverification code\b|\breset your password\b|\bone-time\b/i],
  [3, /^#{1,4} \S/m],
  [3, /\b(?:playbook|runbook|table of contents|escalation procedures|NIST|incident response (?:guide|plan)|knowledge center|this (?:article|guide|document|post|page) (?:explains|describes|shows|covers|provides)|cheat ?sheet|checklist for|FAQ)\b/i],
  [2, /(?:手册|手冊|指南|目录|响应计划|事件响应|本文档|本文|教程|博客|ガイド|手順書|プレイブック|この記事|ブログ|まとめ|가이드|플레이북|이 문서|이 글|블로그|포스팅|대처방법|Leitfaden|Anleitung|Handbuch|guide pratique|guía|guia de)/i],
  [2, /(?:我(?:不小心|们?的 ?(?:AWS|账号|帐号|账户|服务器|帳號|帳戶)|收到)|私(?:は|の|が)|自分の|弊社の|うっかり|제가|저의|내 (?:계정|AWS)|우리 회사|mein(?:e[nmrs]?)? (?:AWS|Konto)|mon compte|mi cuenta|minha conta)/i],
  [1, /\b(?:how do i|how to|what should i do|short description|prerequisites|step-by-step|user guide|tutorial|workshop|blog post|exam|quiz|question \d{1,3}|scenario)\b/i],
];

/** A notice cites the titles of guides ("What do I do if … my AWS account?"); what is cited says nothing about who writes. */
const cited = (text: string): string => text.replace(/["“「][^"“”」\n]{5,160}\?["”」]/g, ' ').replace(/https?:\/\/[^\s<>"]{1,2048}/gi, ' ');
const LONGEST = 200_000;

export function voiceOf(heard: Heard): Voice {
  const text = cited(heard.text.slice(0, LONGEST));
  const sum = (marks: Marks): number => marks.reduce((total, [weight, mark]) => total + (mark.test(text) ? weight : 0), 0);
  const asked = Math.min(2, Math.max(0, heard.demands.length - 1));
  return {
    letter: sum(LETTER) + asked + (heard.sentByAws ? 3 : 0) + (heard.addressed ? 1 : 0),
    other: sum(OTHER),
    alert: ALERTS.some((alert) => alert.test(text)),
  };
}
