#!/usr/bin/env node
// An old Node has to be able to parse this file, as an ES module or as CommonJS, to say which version is needed:
// so there is no import declaration here and no top-level await.
const NEEDED = '20.19';

if (isOlder(process.versions.node, NEEDED)) {
  fail(`Node ${process.versions.node} is too old: use Node ${NEEDED} or later`);
} else {
  // By default SIGUSR1 opens a debugger's port and SIGUSR2 ends the process.
  process.on('SIGUSR1', ignore).on('SIGUSR2', ignore);
  import('../dist/cli/main.js').then(
    ({ main }) => main(process.argv.slice(2)),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      fail(`it is not built or not installed whole (${error.message}): run npm ci in its folder`);
    },
  );
}

function isOlder(version, needed) {
  const [major, minor] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

function fail(reason) {
  process.stderr.write(`lbsim: ${reason}\n`);
  process.exitCode = 1;
}

function ignore() {}
