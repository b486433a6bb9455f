package io.ipfskit.node.add;

import io.ipfskit.node.Failures;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What to leave out of a folder, by the rules of
/// [gitignore](https://git-scm.com/docs/gitignore#_pattern_format).
///
/// A rule is a path pattern with `*`, `?`, `[…]` and, between slashes, `**`. One with a slash at
/// its beginning or in its middle is matched against the path from the added folder, any other
/// against the last name. One with a slash at its end leaves out folders only. The last rule that
/// matches decides; one after `!` takes back in, except below a folder that is left out. Empty
/// rules and those that begin with `#` are comments.
///
/// Matching takes time proportional to the product of the lengths of rule and path at most.
/// Immutable.
public final class IgnoreRules {
    /// The most rules.
    public static final int RULES_MAX = 10_000;

    /// The longest rule in characters.
    public static final int RULE_MAX = 4096;

    /// Leaves nothing out.
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private record Rule(List<String> segments, boolean foldersOnly, boolean takesBack) {}

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /// Reads rules, one in each text.
    ///
    /// @throws io.ipfskit.operation.OperationFailed `resource_exhausted` when there are too many or
    ///   one is too long
    public static IgnoreRules of(List<String> lines) {
        if (lines.size() > RULES_MAX) {
            throw Failures.limit("more than " + RULES_MAX + " rules of what to leave out");
        }
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            if (line.length() > RULE_MAX) {
                throw Failures.limit(
                        "a rule of what to leave out has more than " + RULE_MAX + " characters");
            }
            Rule rule = rule(line);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules.isEmpty() ? NONE : new IgnoreRules(List.copyOf(rules));
    }

    private static @Nullable Rule rule(String line) {
        String text = withoutSpaces(line.endsWith("\r") ? cut(line) : line);
        if (text.isEmpty() || text.startsWith("#")) {
            return null;
        }
        boolean takesBack = text.startsWith("!");
        if (takesBack) {
            text = text.substring(1);
        }
        boolean foldersOnly = text.endsWith("/");
        if (foldersOnly) {
            text = cut(text);
        }
        boolean anchored = text.indexOf('/') >= 0;
        if (text.startsWith("/")) {
            text = text.substring(1);
        }
        if (text.isEmpty()) {
            return null;
        }
        List<String> segments = new ArrayList<>();
        if (!anchored) {
            segments.add("**");
        }
        for (String segment : text.split("/", -1)) {
            if (!segment.equals("**") || segments.isEmpty() || !segments.getLast().equals("**")) {
                segments.add(segment);
            }
        }
        return new Rule(List.copyOf(segments), foldersOnly, takesBack);
    }

    private static String cut(String text) {
        return text.substring(0, text.length() - 1);
    }

    /// Without the spaces at the end that no backslash precedes.
    private static String withoutSpaces(String line) {
        int end = line.length();
        while (end > 0
                && line.charAt(end - 1) == ' '
                && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /// Whether nothing is left out.
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Whether the rules leave this out, its folders not being left out.
    ///
    /// @param path names from the added folder, joined by `/`, without its own
    public boolean excludes(String path, boolean folder) {
        if (rules.isEmpty()) {
            return false;
        }
        String[] names = path.split("/", -1);
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if ((folder || !rule.foldersOnly) && matches(rule.segments, names)) {
                return !rule.takesBack;
            }
        }
        return false;
    }

    /// Whether the rules leave this out, or a folder that it is in.
    public boolean excludesPath(String path, boolean folder) {
        if (rules.isEmpty()) {
            return false;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (excludes(path.substring(0, slash), true)) {
                return true;
            }
        }
        return excludes(path, folder);
    }

    /// Matches names; after a `**` a mismatch moves its end by one name, as [#matchesName] does for
    /// characters.
    private static boolean matches(List<String> segments, String[] names) {
        int at = 0;
        int name = 0;
        int star = -1;
        int retry = 0;
        while (name < names.length) {
            if (at < segments.size() && segments.get(at).equals("**")) {
                if (at == segments.size() - 1) {
                    // at the end it matches everything inside, but not the folder itself
                    return true;
                }
                star = at++;
                retry = name;
            } else if (at < segments.size() && matchesName(segments.get(at), names[name])) {
                at++;
                name++;
            } else if (star >= 0) {
                at = star + 1;
                name = ++retry;
            } else {
                return false;
            }
        }
        return at == segments.size();
    }

    private static boolean matchesName(String glob, String name) {
        int at = 0;
        int to = 0;
        int star = -1;
        int retry = 0;
        while (to < name.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                retry = to;
                continue;
            }
            int next = at < glob.length() ? step(glob, at, name.charAt(to)) : -1;
            if (next >= 0) {
                at = next;
                to++;
            } else if (star >= 0) {
                at = star + 1;
                to = ++retry;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        return at == glob.length();
    }

    /// Where the pattern goes on when its next part matches the character, else -1.
    private static int step(String glob, int at, char c) {
        char p = glob.charAt(at);
        return switch (p) {
            case '?' -> at + 1;
            case '\\' -> at + 1 < glob.length() && glob.charAt(at + 1) == c ? at + 2 : -1;
            case '[' -> inBrackets(glob, at, c);
            default -> p == c ? at + 1 : -1;
        };
    }

    private static int inBrackets(String glob, int open, char c) {
        int at = open + 1;
        boolean negated = at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^');
        if (negated) {
            at++;
        }
        int first = at;
        boolean found = false;
        while (at < glob.length() && (glob.charAt(at) != ']' || at == first)) {
            if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
                at++;
            }
            char low = glob.charAt(at);
            char high = low;
            if (at + 2 < glob.length()
                    && glob.charAt(at + 1) == '-'
                    && glob.charAt(at + 2) != ']') {
                high = glob.charAt(at + 2);
                at += 2;
            }
            found |= low <= c && c <= high;
            at++;
        }
        if (at >= glob.length()) {
            // no closing bracket: an ordinary character
            return c == '[' ? open + 1 : -1;
        }
        return found != negated ? at + 1 : -1;
    }
}
