#!/usr/bin/env bash
# What action.yml carries out: builds Candor from its own checkout, asks the release, holds it against the baseline.
# It ends in the exit codes of Candor (docs/ci.md); 1 is a regression, or `inconclusive: fail`, and nothing else.
set -uo pipefail
export NO_COLOR=1

root="${GITHUB_ACTION_PATH:-$(cd "$(dirname "$0")/.." && pwd)}"
log="$(mktemp)" || log=/dev/null
program="$root/dist/cli.js"

candor() { node "$program" "$@"; }

# Carries a command out; what it says on stderr is kept for the report of a failure.
logged() {
  { "$@" 2>&1 >&3 3>&- | tee "$log" >&2; return "${PIPESTATUS[0]}"; } 3>&1
}

build() {
  cd "$root" && npm ci --include=dev --no-audit --no-fund >&2 && npm run --silent build >&2
}

finish() {
  echo "exit-code=$1" >> "${GITHUB_OUTPUT:-/dev/null}"
  exit "$1"
}

in_xml() {
  LC_ALL=C tr -d '\000-\010\013\014\016-\037' | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'
}

# Ends where no gate was held: CODE, WHAT. The cause stands where the gate's result would.
stop() {
  local code=$1 what=$2 why
  # The cause may stand first, as npm's does, or last.
  why="$(grep -v '^[[:space:]]*$' "$log" | awk '{ all[NR] = $0 } END { for (i = 1; i <= NR; i++) if (i <= 20 || i > NR - 20) print all[i]; else if (i == 21) print "…" }')"
  {
    printf '### Candor: no gate was held\n\n%s (exit code %s). No rate was looked at.\n\n' "$what" "$code"
    printf '%s\n' "$why" | sed 's/^/    /'
  } > candor-gate.md
  {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="candor gate" tests="1" failures="0" errors="1">\n'
    printf '  <testsuite name="candor gate" tests="1" failures="0" errors="1">\n    <testcase classname="candor.gate" name="set-up">'
    printf '<error type="not held" message="%s">' "$(printf '%s' "$what" | in_xml)"
    printf '%s' "$why" | in_xml
    printf '</error></testcase>\n  </testsuite>\n</testsuites>\n'
  } > candor-gate.xml
  cat candor-gate.md >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
  echo "::error title=Candor::$what (exit code $code)"
  finish "$code"
}

# A code that Candor does not give, such as that of a process that was killed, is an audit that did not end; neither does 1 pass here.
known() {
  case "$1" in 0 | 2 | 3 | 70 | 130) echo "$1" ;; *) echo 3 ;; esac
}

rm -f candor-gate.md candor-gate.xml
if [ -n "${CANDOR_VERSION:-}" ]; then
  echo "::warning title=Candor::the input version ($CANDOR_VERSION) is ignored: the action runs the program of its own checkout. Choose a version by the ref behind @ in uses"
fi

bases=()
while IFS= read -r base; do
  [ -n "$base" ] || continue
  case "$base" in
    *.json | *.jsonl) [ -f "$base" ] || stop 2 "Expected a baseline at $base, got no file" ;;
  esac
  bases+=(--baseline "$base")
done <<< "${CANDOR_BASELINE:-}"
[ "${#bases[@]}" -gt 0 ] || stop 2 'Expected the input baseline, got nothing'

for tool in node npm; do
  command -v "$tool" > /dev/null || stop 3 "Setting Candor up failed: expected $tool on the PATH (actions/setup-node), got none"
done
echo 'Installing and building Candor; npm ci says nothing meanwhile, for a minute or several' >&2
logged eval '(build)' || stop 3 'Setting Candor up failed: npm ci and npm run build did not go through'
[ -f "$program" ] || stop 3 "Setting Candor up failed: expected the program at $program after the build, got no file"
# By this name hints and messages call it `candor`, which can be copied.
link="$(mktemp -d)/candor" && ln -s "$program" "$link" 2> /dev/null && [ -L "$link" ] && program="$link"

# A name of its own: a run of an earlier job may be in the store.
name="candidate-$(date -u +%Y%m%d-%H%M%S)-$$"
config="${CANDOR_CONFIG:-candor.yaml}"
logged candor run --config "$config" --yes --name "$name" ${CANDOR_SAMPLES:+--samples "$CANDOR_SAMPLES"}
code=$?
# 3 is an audit with missing answers, which the gate weighs itself, if there is one.
if [ "$code" != 0 ]; then
  [ "$code" = 3 ] || stop "$(known "$code")" "The audit ended with code $code"
  candor runs --json 2> /dev/null | grep -qF "\"$name\"" || stop 3 'The audit could not begin'
fi

accept=()
[ "${CANDOR_ACCEPT_CLASSIFIER:-}" != true ] || accept=(--accept-classifier)
logged candor gate "$name" --config "$config" "${bases[@]}" ${accept[@]+"${accept[@]}"} ${CANDOR_HISTORY:+--history "$CANDOR_HISTORY"} \
  --junit candor-gate.xml --markdown candor-gate.md ${CANDOR_INCONCLUSIVE:+--inconclusive "$CANDOR_INCONCLUSIVE"}
code=$?
[ -s candor-gate.md ] && [ -s candor-gate.xml ] || stop "$(known "$code")" "The gate ended with code $code"
if [ "$code" = 1 ]; then
  grep -q '^### Candor: the gate found a regression' candor-gate.md || [ "${CANDOR_INCONCLUSIVE:-}" = fail ] || stop 3 'The gate ended with code 1 and found no regression'
  finish 1
fi
finish "$(known "$code")"
