/** Closes a run with one plain line of counts. */
export default class SummaryReporter {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numRuntimeErrorTestSuites },
  ) {
    const failed =
      numFailedTests +
      (numFailedTests === 0 ? numFailedTestSuites : 0) +
      (numFailedTests > 0 ? numRuntimeErrorTestSuites : 0);
    process.stdout.write(`\ntests: ${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
  }
}
