import { test } from 'vitest';
import { openAccount } from './account.ts';
import { play } from './play.ts';
test.each((process.env.SC ?? 'leaked-key').split(','))('%s', async (name) => {
  const lap = (() => { let t = performance.now(); let c = process.cpuUsage(); return (w: string) => { const d = process.cpuUsage(c); console.log(w, Math.round(performance.now() - t), 'ms wall', Math.round((d.user + d.system) / 1000), 'ms cpu'); t = performance.now(); c = process.cpuUsage(); }; })();
  for (let i = 0; i < Number(process.env.N ?? 2); i++) {
    const account = await openAccount(name); lap('open');
    const run = await play(account); lap('play');
    console.log(run.exitCode, run.life.counts, run.ui.heard.length, account.world.requests.entries.length, account.changes.length);
    if (i === 0) { const s = account.score(run.outcome?.findings.flatMap((f) => f.about === 'resource' ? [f.resource.arn] : []));
    console.log(JSON.stringify({ open: s.footholds.filter((f) => !f.removed || !f.contained || !f.found), harmed: s.bystanders.harmed, evidence: s.evidence, ms: s.msToContain }, null, 1));
    for (const h of run.ui.heard) if (h.type === 'asked') console.log('ASK', h.question.id, '->', h.answer); else if (h.type === 'gate') console.log('GATE', h.gate.id, h.gate.steps.length, h.decision.typed); else if (h.type === 'say' && (h.tone === 'bad' || h.tone==='warn')) console.log('SAY', h.tone, JSON.stringify(h.text).slice(0, 300)); else if (h.type === 'step' && !['applying', 'verified'].includes(h.state)) console.log('STEP', h.state, h.step.id, JSON.stringify(h.error ?? '').slice(0,250)); }
  }
});
