-- Says when wrk begins, and prints its exact figures as one JSON object, where wrk by itself would round them.
function setup()
  io.write('begun\n')
  io.flush()
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests":%.0f,"bytes":%.0f,"microseconds":%.0f,"p50":%.0f,"p99":%.0f,"errors":%d}\n',
    summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
