/** Set-up of the project `thorough`: see effort.ts. */
process.env.THOROUGH_TESTS = 'yes';
