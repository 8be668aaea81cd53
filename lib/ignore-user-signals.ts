import { closeDebugger } from './close-debugger.js';

/** Loaded by a child process of lbsim before anything else: SIGUSR1 opens no debugger's port, SIGUSR2 does not end it. */
const ignore = (): void => undefined;

process.on('SIGUSR1', ignore).on('SIGUSR2', ignore);
closeDebugger();
