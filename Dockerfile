# All of lbsim in an image: docker build -t lbsim . && docker run --init --rm -p 8080:8080 lbsim balance --backends HOST:PORT
# compose.yaml starts a balancer and three backends of it.

FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY lib lib
COPY dashboard dashboard
COPY scripts/build-dashboard.js scripts/
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /opt/lbsim
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY bin bin
COPY docs/openapi.yaml docs/
COPY schemas schemas
COPY examples examples
RUN ln -s /opt/lbsim/bin/lbsim.js /usr/local/bin/lbsim

# Within a container loopback is of no use: clients come by its network.
ENV LBSIM_BALANCE_HOST=0.0.0.0 LBSIM_SERVER_HOST=0.0.0.0
# What listens in it, and what the health check below asks; a variable and not an option, so that both know.
ENV LBSIM_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "require('node:net').connect(process.env.LBSIM_PORT, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]

# A user of the base image. lbsim writes no file unless it is told to.
USER node
WORKDIR /tmp
# lbsim handles SIGTERM as process 1 and reaps its own children; for those of others give docker run --init.
ENTRYPOINT ["lbsim"]
CMD ["--help"]
