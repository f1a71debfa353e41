package dev.sextant.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs commands as a shell does, on {@link CommandStudies}, which all subclasses share. */
public abstract class CommandTest {
    /** A completed study of {@link #TRIALS} trials. */
    protected static final String ENDED = CommandStudies.ENDED;
    /** A study with a coordinator, of 5 trials. */
    protected static final String RUNNING = CommandStudies.RUNNING;

    protected static final int TRIALS = CommandStudies.TRIALS;

    @RegisterExtension
    static final CommandStudies STUDIES = new CommandStudies();

    /** The result of a command. */
    protected record Said(int code, String out, String err) {
        public JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    protected static Said say(CapturedConsole console, String... arguments) {
        int code = Sextant.run(console.console(), arguments);
        return new Said(code, console.out(), console.err());
    }

    /** Runs a command without a terminal, on the embedded server. */
    protected static Said run(String... arguments) {
        return say(CapturedConsole.withEnvironment(Map.of("SEXTANT_HOME", home().toString())), arguments);
    }

    /** Splits a line of a table into its cells. */
    protected static List<String> words(String line) {
        return List.of(line.strip().split("\\s{2,}"));
    }

    protected static Path home() {
        return STUDIES.home();
    }

    protected static EmbeddedServer server() {
        return STUDIES.server();
    }

    protected static Database database() {
        return STUDIES.database();
    }

    /** The checkpoint of the best trial of {@link #ENDED}. */
    protected static Checkpoint model() {
        return STUDIES.model();
    }

    /** The folder of a study's checkpoints. */
    protected static Path checkpoints(StudyRow row) {
        return Path.of(URI.create(StudyCheckpoints.of(row, home()).folder()));
    }
}
