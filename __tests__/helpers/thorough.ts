/** Set-up of the project `thorough`: see effort.ts. */
process.env.LBSIM_TESTS = 'thorough';
