import { createRequire } from 'node:module';
import ts from 'typescript';

/**
 * Builds what `npm start` needs, quietly: the server and the libs that it stands on, and projects that are named as arguments. Where the test libraries are not
 * installed (`npm ci` with NODE_ENV=production), specs and conformance suites are left out, as nothing could check them.
 */
const withTests = canResolve('@jest/globals');
const testFile = /(?:[.]spec|[/]test-support)[.]ts$|[/]conformance[/]/;

const host = ts.createSolutionBuilderHost(ts.sys, undefined, report, report);
host.getParsedCommandLine = (configFile) => {
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: report,
  });
  if (parsed && !withTests) parsed.fileNames = parsed.fileNames.filter((file) => !testFile.test(file));
  return parsed;
};

process.exit(ts.createSolutionBuilder(host, ['apps/server', ...process.argv.slice(2)], {}).build());

function report(diagnostic) {
  if (diagnostic.category !== ts.DiagnosticCategory.Error) return;
  process.stderr.write(
    ts.formatDiagnostics([diagnostic], {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: ts.sys.getCurrentDirectory,
      getNewLine: () => ts.sys.newLine,
    }),
  );
}

function canResolve(name) {
  try {
    return Boolean(createRequire(import.meta.url).resolve(name));
  } catch {
    return false;
  }
}
