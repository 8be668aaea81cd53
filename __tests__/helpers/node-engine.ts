/** Set-up of another run of the tests of balancers: bytes go by sockets of Node, also where there is epoll. */
process.env.LBSIM_ENGINE = 'node';
