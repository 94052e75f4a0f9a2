"""The system calls a job may make, by name, with their numbers on x86-64 and 64-bit ARM.

What stands in none of the lists is treated as forbidden. Sources: the kernel's own tables, asm/unistd_64.h and
asm-generic/unistd.h.
"""

import platform

# What numpy, pandas, scikit-learn and torch need, and what ordinary file, time and thread calls of Python make.
_ALLOWED = """
access:21:- alarm:37:- arch_prctl:158:- brk:12:214 chdir:80:49 chmod:90:- clock_getres:229:114 clock_gettime:228:113
clock_nanosleep:230:115 close:3:57 close_range:436:436 copy_file_range:326:285 creat:85:- dup:32:23 dup2:33:-
dup3:292:24 epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21 epoll_pwait:281:22 epoll_wait:232:-
eventfd2:290:19 exit:60:93 exit_group:231:94 faccessat:269:48 faccessat2:439:439 fadvise64:221:223 fallocate:285:47
fchdir:81:50 fchmod:91:52 fchmodat:268:53 fcntl:72:25 fdatasync:75:83 flock:73:32 fork:57:- fstat:5:80
fstatfs:138:44 fsync:74:82 ftruncate:77:46 futex:202:98 get_robust_list:274:100 getcpu:309:168 getcwd:79:17
getdents:78:- getdents64:217:61 getegid:108:177 geteuid:107:175 getgid:104:176 getgroups:115:158 getitimer:36:102
getpgid:121:155 getpgrp:111:- getpid:39:172 getppid:110:173 getpriority:140:141 getrandom:318:278 getresgid:120:150
getresuid:118:148 getrlimit:97:163 getrusage:98:165 getsid:124:156 getsockname:51:204 getsockopt:55:209
gettid:186:178 gettimeofday:96:169 getuid:102:174 kill:62:129 link:86:- linkat:265:37 lseek:8:62 lstat:6:-
madvise:28:233 membarrier:324:283 mincore:27:232 mkdir:83:- mkdirat:258:34 mmap:9:222 mprotect:10:226 mremap:25:216
msync:26:227 munmap:11:215 nanosleep:35:101 newfstatat:262:79 open:2:- openat:257:56 pause:34:- pipe:22:-
pipe2:293:59 poll:7:- ppoll:271:73 pread64:17:67 preadv:295:69 prlimit64:302:261 pselect6:270:72 pwrite64:18:68
pwritev:296:70 read:0:63 readlink:89:- readlinkat:267:78 readv:19:65 recvfrom:45:207 recvmsg:47:212 rename:82:-
renameat:264:38 renameat2:316:276 restart_syscall:219:128 rmdir:84:- rseq:334:293 rt_sigaction:13:134
rt_sigpending:127:136 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigsuspend:130:133 rt_sigtimedwait:128:137
sched_get_priority_max:146:125 sched_get_priority_min:147:126 sched_getaffinity:204:123 sched_getparam:143:121
sched_getscheduler:145:120 sched_yield:24:124 select:23:- sendfile:40:71 sendmsg:46:211 sendto:44:206
set_robust_list:273:99 set_tid_address:218:96 setitimer:38:103 setpgid:109:154 setrlimit:160:164 setsid:112:157
shutdown:48:210 sigaltstack:131:132 stat:4:- statfs:137:43 statx:332:291 symlink:88:- symlinkat:266:36
sysinfo:99:179 tgkill:234:131 time:201:- times:100:153 truncate:76:45 umask:95:166 uname:63:160 unlink:87:-
unlinkat:263:35 utime:132:- utimensat:280:88 utimes:235:- vfork:58:- wait4:61:260 waitid:247:95 write:1:64
writev:20:66
"""
# Answered with "not permitted": libraries ask for these and carry on without.
_REFUSED = """
chown:92:- execve:59:221 execveat:322:281 fchown:93:55 fchownat:260:54 fgetxattr:193:10 flistxattr:196:13
fremovexattr:199:16 fsetxattr:190:7 get_mempolicy:239:236 getxattr:191:8 inotify_init1:294:26 io_setup:206:0
ioprio_set:251:30 lchown:94:- lgetxattr:192:9 listxattr:194:11 llistxattr:195:12 lremovexattr:198:15 lsetxattr:189:6
mbind:237:235 memfd_create:319:279 mknod:133:- mknodat:259:33 mlock:149:228 mlock2:325:284 mlockall:151:230
mq_open:240:180 munlock:150:229 pidfd_open:434:434 pidfd_send_signal:424:424 removexattr:197:14
sched_setaffinity:203:122 sched_setattr:314:274 sched_setparam:142:118 sched_setscheduler:144:119
set_mempolicy:238:237 setpriority:141:140 setxattr:188:5 signalfd4:289:74 sync:162:81 syncfs:306:267
timer_create:222:107 timerfd_create:283:85
"""
# Allowed or refused by their arguments; `sandbox.inside.seccomp` knows how.
_BY_ARGUMENT = """
clone:56:220 clone3:435:435 ioctl:16:29 prctl:157:167
"""
# Never made by honest code. Listed so that a message can name the call; the filter stops every other one as well.
_FORBIDDEN = """
accept:43:202 accept4:288:242 acct:163:89 add_key:248:217 adjtimex:159:171 bind:49:200 bpf:321:280 capget:125:90
capset:126:91 chroot:161:51 clock_adjtime:305:266 clock_settime:227:112 connect:42:203 delete_module:176:106
fanotify_init:300:262 finit_module:313:273 fsconfig:431:431 fsmount:432:432 fsopen:430:430 fspick:433:433
getpeername:52:205 init_module:175:105 io_uring_enter:426:426 io_uring_register:427:427 io_uring_setup:425:425
ioperm:173:- iopl:172:- kcmp:312:272 kexec_file_load:320:294 kexec_load:246:104 keyctl:250:219
landlock_create_ruleset:444:444 listen:50:201 lookup_dcookie:212:18 mount:165:40 mount_setattr:442:442
move_mount:429:429 move_pages:279:239 msgctl:71:187 msgget:68:186 msgrcv:70:188 msgsnd:69:189
name_to_handle_at:303:264 open_by_handle_at:304:265 open_tree:428:428 perf_event_open:298:241 personality:135:92
pidfd_getfd:438:438 pivot_root:155:41 process_madvise:440:440 process_vm_readv:310:270 process_vm_writev:311:271
ptrace:101:117 quotactl:179:60 reboot:169:142 request_key:249:218 rt_sigqueueinfo:129:138 rt_tgsigqueueinfo:297:240
seccomp:317:277 semctl:66:191 semget:64:190 semop:65:193 semtimedop:220:192 setdomainname:171:162 setfsgid:123:152
setfsuid:122:151 setgid:106:144 setgroups:116:159 sethostname:170:161 setns:308:268 setregid:114:143
setresgid:119:149 setresuid:117:147 setreuid:113:145 setsockopt:54:208 settimeofday:164:170 setuid:105:146
shmat:30:196 shmctl:31:195 shmdt:67:197 shmget:29:194 socket:41:198 socketpair:53:199 splice:275:76 swapoff:168:225
swapon:167:224 syslog:103:116 tee:276:77 tkill:200:130 umount2:166:39 unshare:272:97 userfaultfd:323:282
vhangup:153:58 vmsplice:278:75
"""
# Those among the forbidden that the container's own filter lets through in both jails. Only these can be stopped with
# their name told: a refusal by the outer filter would come before a notification, so all others kill at once.
NAMED_WHEN_STOPPED = """
capset connect getpeername seccomp setfsgid setfsuid setgid setgroups setresgid setresuid setsockopt setuid socket
socketpair
"""


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = (token.split(":") for token in table.split())
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


_COLUMN = {"x86_64": 1, "aarch64": 2}.get(platform.machine(), 1)
AUDIT_ARCH = {1: 0xC000003E, 2: 0xC00000B7}[_COLUMN]
ALLOWED = _numbers(_ALLOWED, _COLUMN)
REFUSED = _numbers(_REFUSED, _COLUMN)
BY_ARGUMENT = _numbers(_BY_ARGUMENT, _COLUMN)
FORBIDDEN = _numbers(_FORBIDDEN, _COLUMN)
_NAMES = {number: name for table in (ALLOWED, REFUSED, BY_ARGUMENT, FORBIDDEN) for name, number in table.items()}


def name(number: int) -> str:
    """What a call is called, or its number where it stands in no list."""
    return _NAMES.get(number, f"call {number}")
