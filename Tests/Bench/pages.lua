-- Asks for pages in turn, as different people, and counts the answers that are not what they should be.
-- PLAN names a file with a line for each page: path, cookie and what the page must contain, with tabs between.

local plan, turn = {}, 0
wrong = 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init()
    for line in io.lines(os.getenv("PLAN")) do
        local path, cookie, contains = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
        table.insert(plan, { wrk.format("GET", path, { Cookie = cookie }), contains })
    end
end

function request()
    turn = turn % #plan + 1
    return plan[turn][1]
end

-- All pages of one plan contain the same words: with several connections, answers come in another order than requests.
function response(status, headers, body)
    if status ~= 200 or not body:find(plan[1][2], 1, true) then wrong = wrong + 1 end
end

function done(summary, latency)
    local bad = summary.errors.connect + summary.errors.read + summary.errors.timeout
    for _, thread in ipairs(threads) do bad = bad + thread:get("wrong") end
    print(string.format('RESULT {"requests": %d, "seconds": %f, "median": %f, "p99": %f, "wrong": %d}', summary.requests,
        summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
