-- Judges the two calls of a worker whose body says what they do: making a container, and weighing one. What is sent
-- must be exactly what sandbox/containers.py makes, so that nothing the engine could do beyond it has to be known here.
-- The engine reads JSON leniently (keys in any case, the last of equal ones); here nothing is read that could be read
-- in two ways.

local NULL = {}
-- SHA-256 of the system-call filter of a candidate's container (sandbox/outer_filter.py); a test holds them together.
local SYSTEM_CALLS = "10b8ad8970284ae46fa60c6e7274c16022840ec95439f11a6fc2cb72dc94f589"

local function refuse(what)
    error({refused = what})
end

-- Reading ------------------------------------------------------------------------------------------------------------
-- An object is {object = {key = value}}, a list {list = {value}}. No escape but of quote and backslash, whole numbers.

local read_value

local function skip(text, at)
    return text:match("^[ \n\r\t]*()", at)
end

local function read_text(text, at)
    local parts = {}
    while true do
        local plain, mark, next_at = text:match('^([]-~ !#-[]*)(["\\])()', at)
        if not plain then
            refuse("a text that is not plain")
        end
        parts[#parts + 1] = plain
        if mark == '"' then
            return table.concat(parts), next_at
        end
        local escaped = text:match('^["\\]', next_at)
        parts[#parts + 1] = escaped or refuse("an escape")
        at = next_at + 1
    end
end

-- The items between brackets: `read(at)` reads one and gives where it ends.
local function read_items(text, at, closing, read)
    at = skip(text, at)
    if text:sub(at, at) == closing then
        return at + 1
    end
    while true do
        at = skip(text, read(skip(text, at)))
        local mark = text:sub(at, at)
        if mark == closing then
            return at + 1
        elseif mark ~= "," then
            refuse("what is no JSON")
        end
        at = at + 1
    end
end

local function read_object(text, at, depth)
    local found = {}
    local after = read_items(text, at, "}", function(here)
        if text:sub(here, here) ~= '"' then
            refuse("what is no JSON")
        end
        local key, next_at = read_text(text, here + 1)
        local value_at = text:match("^[ \n\r\t]*:[ \n\r\t]*()", next_at)
        if not value_at or found[key] ~= nil then
            refuse("a key that is there twice, or has no value")
        end
        found[key], next_at = read_value(text, value_at, depth)
        return next_at
    end)
    return {object = found}, after
end

local function read_list(text, at, depth)
    local found = {}
    local after = read_items(text, at, "]", function(here)
        local next_at
        found[#found + 1], next_at = read_value(text, here, depth)
        return next_at
    end)
    return {list = found}, after
end

function read_value(text, at, depth)
    if depth > 8 then
        refuse("too deep")
    end
    local first = text:sub(at, at)
    if first == '"' then
        return read_text(text, at + 1)
    elseif first == "{" then
        return read_object(text, at + 1, depth + 1)
    elseif first == "[" then
        return read_list(text, at + 1, depth + 1)
    end
    local word, word_end = text:match("^([a-z]+)()", at)
    local known = {["true"] = true, ["false"] = false, null = NULL}
    if word and known[word] ~= nil then
        return known[word], word_end
    end
    local number, number_end = text:match("^(%d+)()%f[^%d.eE]", at)
    if not number or #number > 15 then
        refuse("what is no JSON, or no small whole number")
    end
    return math.tointeger(tonumber(number)), number_end
end

local function read(text)
    local value, at = read_value(text, skip(text, 1), 0)
    if skip(text, at) ~= #text + 1 then
        refuse("more than one value")
    end
    return value
end

-- Judging ------------------------------------------------------------------------------------------------------------
-- A rule takes a value and says whether it fits; an object has the keys of its rules and no other.

local function just(...)
    local allowed = {...}
    return function(value)
        for _, one in ipairs(allowed) do
            if value == one then
                return true
            end
        end
        return false
    end
end

local function up_to(most)
    return function(value)
        return math.type(value) == "integer" and value >= 1 and value <= most
    end
end

local function like(pattern)
    return function(value)
        return type(value) == "string" and value:match(pattern) ~= nil
    end
end

local function list(least, most, rule)
    return function(value)
        local items = type(value) == "table" and value.list
        if not items or #items < least or #items > most then
            return false
        end
        for _, item in ipairs(items) do
            if not rule(item) then
                return false
            end
        end
        return true
    end
end

local function exactly(...)
    local wanted = {...}
    return function(value)
        local items = type(value) == "table" and value.list
        if not items or #items ~= #wanted then
            return false
        end
        for place, item in ipairs(wanted) do
            if items[place] ~= item then
                return false
            end
        end
        return true
    end
end

local function optional(rule)
    return {optional = rule}
end

local function object(rules)
    return function(value)
        local found = type(value) == "table" and value.object
        if not found then
            return false
        end
        for key in pairs(found) do
            if not rules[key] then
                refuse("the key " .. key)
            end
        end
        for key, rule in pairs(rules) do
            local may_be_missing = type(rule) == "table"
            if found[key] == nil then
                if not may_be_missing then
                    refuse("nothing for " .. key)
                end
            elseif not (may_be_missing and rule.optional or rule)(found[key]) then
                refuse("the value of " .. key)
            end
        end
        return true
    end
end

local function text(value)
    return type(value) == "string"
end

local function flag(value)
    return type(value) == "boolean"
end

-- What every container of a pair has.
local COMMON = {
    NetworkMode = just("none"),
    ReadonlyRootfs = just(true),
    IpcMode = just("private"),
    CapDrop = exactly("ALL"),
    Memory = up_to(1 << 40),
    MemorySwap = up_to(1 << 40),
    PidsLimit = up_to(512),
    CpuQuota = up_to(200000),
    CpuPeriod = just(100000),
    CpuShares = up_to(1024),
    ShmSize = up_to(1 << 20),
    Tmpfs = object({["/tmp"] = just("rw,noexec,nosuid,nodev,size=16m,nr_inodes=4096,mode=1777")}),
    Ulimits = list(2, 2, object({Name = just("core", "nofile"), Soft = just(0, 256), Hard = just(0, 256)})),
    Sysctls = object({
        ["kernel.shmmni"] = just("0"),
        ["kernel.shmall"] = just("0"),
        ["kernel.shmmax"] = just("0"),
        ["kernel.msgmni"] = just("0"),
        ["kernel.sem"] = just("0 0 0 0"),
        ["fs.mqueue.queues_max"] = just("0"),
    }),
    LogConfig = object({Type = just("none"), Config = object({})}),
    AutoRemove = just(true),
    Runtime = optional(like("^[A-Za-z0-9._-]+$")),
}

local PAIRS_VOLUME = list(1, 1, object({
    Target = just("/pair"),
    Source = just(NULL),
    Type = just("volume"),
    ReadOnly = just(false),
    VolumeOptions = object({Labels = object({["holdout.sandbox"] = just("pair")})}),
}))
local OF_THE_JUDGE = list(1, 1, like("^" .. ("[0-9a-f]"):rep(64) .. ":ro$"))
local NO_NEW_PRIVILEGES = exactly("no-new-privileges")

-- The three kinds of container: what each has beside that, and who it may run as. Root is only where the engine's own
-- filter stands and the kernel's files are masked.
local function kind_of(host, digest)
    if host.Mounts then
        return "^10002:10003$", {Mounts = PAIRS_VOLUME, SecurityOpt = NO_NEW_PRIVILEGES}
    elseif host.CapAdd then
        return "^0:10003$", {
            VolumesFrom = OF_THE_JUDGE,
            SecurityOpt = NO_NEW_PRIVILEGES,
            CapAdd = exactly("SETUID", "SETGID", "KILL"),
        }
    end
    return "^[1-9][0-9]+:10003$", {
        VolumesFrom = OF_THE_JUDGE,
        SecurityOpt = function(value)
            local items = type(value) == "table" and value.list
            if not items or #items ~= 2 or items[1] ~= "no-new-privileges" or not text(items[2]) then
                return false
            end
            local filter = items[2]:match("^seccomp=(.+)$")
            return filter ~= nil and digest(filter) == SYSTEM_CALLS
        end,
        MaskedPaths = list(0, 0),
        ReadonlyPaths = list(0, 0),
    }
end

local function fits_container(told, digest)
    local host = type(told) == "table" and told.object and told.object.HostConfig
    if type(host) ~= "table" or not host.object then
        refuse("nothing for HostConfig")
    end
    local user, rules = kind_of(host.object, digest)
    for key, rule in pairs(COMMON) do
        rules[key] = rule
    end
    return object({
        HostConfig = object(rules),
        User = like(user),
        Hostname = just("sandbox"),
        Image = like("^holdout%-[a-z]+:" .. ("[0-9a-f]"):rep(16) .. "$"),
        Cmd = list(1, 64, text),
        Labels = object({
            ["holdout.sandbox"] = just("judge", "candidate"),
            ["holdout.engine"] = text,
            ["holdout.process"] = text,
        }),
        Tty = just(false),
        OpenStdin = flag,
        StdinOnce = flag,
        AttachStdin = flag,
        AttachStdout = flag,
        AttachStderr = flag,
        NetworkDisabled = just(false),
    })(told)
end

local fits_weight = object({CpuShares = up_to(1024)})

core.register_action("judge", {"http-req"}, function(txn)
    local function digest(what)
        return txn.c:hex(txn.c:sha2(what, 256)):lower()
    end
    local sound, fits = pcall(function()
        -- Of a body in pieces nobody can tell here whether it is whole.
        if txn.f:req_hdr_cnt("transfer-encoding") > 0 or txn.f:req_body_len() ~= txn.f:req_body_size() then
            refuse("a body in pieces, or one that is too long")
        end
        local told = read(txn.f:req_body())
        if txn.f:path():find("/create", 1, true) then
            return fits_container(told, digest)
        end
        return fits_weight(told)
    end)
    txn:set_var("txn.fits", sound and fits == true)
    txn:set_var("txn.why", not sound and type(fits) == "table" and fits.refused or "it does not fit")
    if not sound and type(fits) ~= "table" then
        core.Alert("container.lua: " .. tostring(fits))
    end
end)
