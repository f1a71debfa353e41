package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CommandLines;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextStepTest {
    private static final Pattern COMMAND = Pattern.compile("`sextant ([^`]+)`");

    /** All lines, each with its arguments in all combinations of flags and states. */
    static Stream<String> lines() {
        return Arrays.stream(NextStep.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .flatMap(method -> Stream.of(true, false)
                        .flatMap(flag -> Arrays.stream(StudyState.values()).map(state -> line(method, flag, state))))
                .distinct();
    }

    private static String line(Method method, boolean flag, StudyState state) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == boolean.class
                        ? flag
                        : type == int.class ? 3 : type == Path.class ? Path.of("a/b.yaml") : value(type, state))
                .toArray();
        try {
            return (String) method.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object value(Class<?> type, StudyState state) {
        return type == StudyState.class ? state : "cars";
    }

    @ParameterizedTest
    @MethodSource("lines")
    void namesCommandsThatExist(String line) {
        assertThat(line).startsWith("Next: ").hasSizeLessThanOrEqualTo(100);
        List<String> commands =
                COMMAND.matcher(line).results().map(found -> found.group(1)).toList();
        for (String command : commands) {
            assertThatCode(() -> CommandLines.parse(command.split(" ", -1)))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void quotesPathsForAShell() {
        assertThat(NextStep.afterInit(Path.of("my study's.yaml")))
                .isEqualTo("Next: `sextant validate 'my study'\\''s.yaml'`, `sextant sweep 'my study'\\''s.yaml'`");
    }

    @Test
    void dependsOnHowASweepEnded() {
        assertThat(NextStep.afterSweep("cars", StudyState.COMPLETED, true))
                .isEqualTo("Next: `sextant best cars`, `sextant evaluate cars`");
        assertThat(NextStep.afterSweep("cars", StudyState.COMPLETED, false)).isEqualTo("Next: `sextant best cars`");
        assertThat(NextStep.afterSweep("cars", StudyState.FAILED, true)).contains("trials cars --state failed");
    }
}
