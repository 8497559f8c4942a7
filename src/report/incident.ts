// The incident report: its sections in the order in which a reader needs them.
import { costsSection } from './section-costs.ts';
import { coverageSection, evidenceSection } from './section-coverage.ts';
import type { Block, ReportInput } from './document.ts';
import { doneSection, openSection, undoSection } from './section-deeds.ts';
import { findingsSection, lineageSection } from './section-findings.ts';
import { protectSection } from './section-protect.ts';
import { dataSection, recordSection } from './section-record.ts';
import { restoreSection } from './section-restore.ts';
import { chainSection, noticeSection, summarySection } from './section-summary.ts';
import { timelineSection } from './timeline.ts';

export function incidentReport(input: ReportInput): Block[] {
  return [
    summarySection, noticeSection, findingsSection, lineageSection, dataSection, costsSection, doneSection, openSection, restoreSection,
    timelineSection, recordSection, coverageSection, evidenceSection, undoSection, chainSection, protectSection,
  ].flatMap((section) => section(input));
}
