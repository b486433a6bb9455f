package io.ipfskit.anyiomigration;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.ElementKind;

/// What the checks ask about the code around a match.
final class Place {
    private static final Set<String> OF_EVERYTHING =
            Set.of("java.lang.InterruptedException", "java.lang.Exception", "java.lang.Throwable");

    private Place() {}

    /// The method around the path, null within a lambda or outside any method.
    static @Nullable TreePath method(TreePath path) {
        for (TreePath up = path; up != null; up = up.getParentPath()) {
            Tree leaf = up.getLeaf();
            if (leaf instanceof MethodTree) {
                return up;
            }
            if (leaf instanceof LambdaExpressionTree || leaf instanceof ClassTree) {
                return null;
            }
        }
        return null;
    }

    static boolean mayThrowInterrupted(MethodTree method) {
        return method.getThrows().stream()
                .map(thrown -> String.valueOf(ASTHelpers.getType(thrown)))
                .anyMatch(OF_EVERYTHING::contains);
    }

    static boolean throwsAny(MethodTree method) {
        return method.getThrows().stream()
                .map(thrown -> String.valueOf(ASTHelpers.getType(thrown)))
                .anyMatch(name -> OF_EVERYTHING.contains(name) && !name.contains("Interrupted"));
    }

    static boolean isLocal(@Nullable Symbol symbol) {
        return symbol != null
                && (symbol.getKind() == ElementKind.LOCAL_VARIABLE
                        || symbol.getKind() == ElementKind.RESOURCE_VARIABLE);
    }

    /// The local variable that an expression is.
    static @Nullable Symbol localOf(@Nullable ExpressionTree expression) {
        Symbol symbol = ASTHelpers.getSymbol(expression);
        return isLocal(symbol) ? symbol : null;
    }

    /// Every use of a variable below `root`, its declaration left out.
    static List<TreePath> uses(Symbol variable, TreePath root) {
        List<TreePath> found = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void none) {
                if (variable.equals(ASTHelpers.getSymbol(identifier))) {
                    found.add(getCurrentPath());
                }
                return super.visitIdentifier(identifier, null);
            }
        }.scan(root, null);
        return found;
    }

    /// The declaration of a variable below `root`.
    static @Nullable TreePath declaration(Symbol variable, TreePath root) {
        List<TreePath> found = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitVariable(VariableTree tree, @Nullable Void none) {
                if (variable.equals(ASTHelpers.getSymbol(tree))) {
                    found.add(getCurrentPath());
                }
                return super.visitVariable(tree, null);
            }
        }.scan(root, null);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The call `variable.method(arguments)` that a use of the variable is the receiver of.
    static @Nullable MethodInvocationTree callOn(TreePath use) {
        TreePath parent = use.getParentPath();
        TreePath call = parent == null ? null : parent.getParentPath();
        return call != null
                        && call.getLeaf() instanceof MethodInvocationTree invocation
                        && parent.getLeaf().equals(invocation.getMethodSelect())
                        && use.getLeaf().equals(ASTHelpers.getReceiver(invocation))
                ? invocation
                : null;
    }

    static String nameOf(MethodInvocationTree call) {
        return ASTHelpers.getSymbol(call).getSimpleName().toString();
    }

    /// Whether `expression` is `Type.method(...)`, the type named in full.
    static boolean isStatic(
            @Nullable ExpressionTree expression, String owner, String method, int arguments) {
        return expression instanceof MethodInvocationTree call
                && call.getArguments().size() == arguments
                && nameOf(call).equals(method)
                && ASTHelpers.getSymbol(call).owner.getQualifiedName().contentEquals(owner);
    }

    static boolean isA(@Nullable Type type, String name, VisitorState state) {
        Type wanted = state.getTypeFromString(name);
        return type != null && wanted != null && ASTHelpers.isSubtype(type, wanted, state);
    }

    /// Whether a loop or a lambda stands between the path and `outer`, so that it may happen more
    /// than once.
    static boolean mayRepeat(TreePath path, Tree outer) {
        for (TreePath up = path; up != null && !up.getLeaf().equals(outer); ) {
            switch (up.getLeaf().getKind()) {
                case FOR_LOOP, ENHANCED_FOR_LOOP, WHILE_LOOP, DO_WHILE_LOOP, LAMBDA_EXPRESSION -> {
                    return true;
                }
                default -> up = up.getParentPath();
            }
        }
        return false;
    }

    static boolean isWithin(TreePath path, BlockTree block) {
        for (TreePath up = path; up != null; up = up.getParentPath()) {
            if (up.getLeaf().equals(block)) {
                return true;
            }
        }
        return false;
    }

    static boolean declares(String name, TreePath root) {
        boolean[] found = new boolean[1];
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitVariable(VariableTree tree, @Nullable Void none) {
                found[0] |= tree.getName().contentEquals(name);
                return super.visitVariable(tree, null);
            }
        }.scan(root, null);
        return found[0];
    }

    /// The source of a `Duration` of `amount` in a `TimeUnit`; null for a unit that is no constant.
    static @Nullable String duration(
            ExpressionTree amount, ExpressionTree unit, VisitorState state) {
        Symbol constant = ASTHelpers.getSymbol(unit);
        if (constant == null || constant.getKind() != ElementKind.ENUM_CONSTANT) {
            return null;
        }
        String source = state.getSourceForNode(amount);
        if (source == null) {
            return null;
        }
        return switch (constant.getSimpleName().toString()) {
            case "NANOSECONDS" -> "Duration.ofNanos(" + source + ")";
            case "MILLISECONDS" -> "Duration.ofMillis(" + source + ")";
            case "SECONDS" -> "Duration.ofSeconds(" + source + ")";
            case "MINUTES" -> "Duration.ofMinutes(" + source + ")";
            case "HOURS" -> "Duration.ofHours(" + source + ")";
            case "DAYS" -> "Duration.ofDays(" + source + ")";
            default -> null;
        };
    }

    static @Nullable Integer literal(ExpressionTree expression) {
        return expression instanceof LiteralTree literal
                        && literal.getValue() instanceof Integer number
                ? number
                : null;
    }
}
