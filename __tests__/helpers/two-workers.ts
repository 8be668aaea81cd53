/** Set-up of the second run of the end-to-end tests: every balancer that is started has two workers. */
process.env.LBSIM_WORKERS = '2';
