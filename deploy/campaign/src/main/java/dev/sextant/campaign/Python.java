package dev.sextant.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The Python that runs the campaign's program. */
final class Python {
    /** Path of the interpreter itself: the script of a version manager would take longer to start. */
    static final String INTERPRETER = find();

    private Python() {}

    private static String find() {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
            return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CampaignException("The campaign needs python3 on the PATH: " + e.getMessage());
        }
    }
}
