# python3 simpy_backends.py ALGORITHM BACKENDS REQUESTS: the model that bench/programs/simulator.js runs, as one writes it with
# SimPy: a process for each request, a Resource for each backend. Prints nanoseconds of processor time for an event (an arrival
# or a completion) and the mean sojourn, as JSON. Latencies are recorded.
import json
import random
import sys
import time

import simpy

LOAD = 0.9


def round_robin(open_requests):
    """Each backend in turn."""
    count = len(open_requests)
    turn = -1

    def pick():
        nonlocal turn
        turn = (turn + 1) % count
        return turn

    return pick


def power_of_two(open_requests):
    """Of two different backends drawn at random the one with fewer requests."""
    count = len(open_requests)

    def pick():
        first = int(random.random() * count)
        second = int(random.random() * (count - 1))
        if second >= first:
            second += 1
        return second if open_requests[second] < open_requests[first] else first

    return pick


ALGORITHMS = {"round-robin": round_robin, "power-of-two": power_of_two}


def request(env, backend, resource, open_requests, latencies):
    arrived = env.now
    open_requests[backend] += 1
    with resource.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(1))
    open_requests[backend] -= 1
    latencies.append(env.now - arrived)


def arrivals(env, pick, resources, open_requests, latencies, requests):
    rate = LOAD * len(resources)
    for _ in range(requests):
        yield env.timeout(random.expovariate(rate))
        backend = pick()
        env.process(request(env, backend, resources[backend], open_requests, latencies))


def main(algorithm, backends, requests):
    random.seed(1)
    env = simpy.Environment()
    resources = [simpy.Resource(env, capacity=1) for _ in range(backends)]
    open_requests = [0] * backends
    latencies = []
    pick = ALGORITHMS[algorithm](open_requests)
    env.process(arrivals(env, pick, resources, open_requests, latencies, requests))
    started = time.process_time()
    env.run()
    nanoseconds = (time.process_time() - started) * 1e9 / (2 * requests)
    counted = latencies[requests // 10 :]
    print(json.dumps({"nanoseconds": nanoseconds, "meanSojourn": sum(counted) / len(counted)}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
