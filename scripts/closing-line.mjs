// Prints `N passed, N failed, N skipped` from vitest's JSON report, as the last line of a CI run; exits non-zero where anything failed.
// Arguments: the report, and the exit code that the run had so far.
import { readFileSync } from 'node:fs';

const [report, before] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, success, testResults } = JSON.parse(readFileSync(report, 'utf8'));
// A file that could not be loaded has no tests of its own to fail.
const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'));
for (const { name, message } of unloaded) console.log(`${name.slice(process.cwd().length + 1)}: ${message}`);
const bad = !success || numFailedTestSuites > 0 || before !== '0' || numPassedTests === 0;
console.log(`${numPassedTests} passed, ${numFailedTests + unloaded.length} failed, ${numPendingTests + numTodoTests} skipped`);
process.exitCode = bad ? 1 : 0;
