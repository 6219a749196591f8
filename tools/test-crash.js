import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** `npm run test:crash -- --kills 5`: hands the number of kills to the kill test as DATAKEEP_KILLS and runs it alone. */
const { values } = parseArgs({ options: { kills: { type: 'string' } } });
if (values.kills !== undefined && !/^[1-9][0-9]{0,3}$/.test(values.kills)) {
  console.error(`--kills takes a number from 1 to 9999, not "${values.kills}"`);
  process.exit(2);
}

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const run = spawnSync(process.execPath, [...jest, '--config', 'tools/jest-crash.config.js'], {
  stdio: 'inherit',
  env: { ...process.env, ...(values.kills === undefined ? {} : { DATAKEEP_KILLS: values.kills }) },
});
process.exit(run.status ?? 1);
