package dev.sextant.coordinator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page that users read.
 *
 * @param file in the repository
 * @param text Markdown
 */
public record Page(Path file, String text) {
    /** The repository's folder: tests run in their module's. */
    public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final String FENCE = "```";

    /**
     * A fenced block of a page.
     *
     * @param place file and line, for messages
     * @param language the word after the fence; may be empty
     * @param lines without the fences
     */
    public record Block(String place, String language, List<String> lines) {
        public Block {
            lines = List.copyOf(lines);
        }

        /** The whole block, with a line break at its end. */
        public String text() {
            return String.join("\n", lines) + "\n";
        }

        /** Named by its place in parametrised tests. */
        @Override
        public String toString() {
            return place;
        }
    }

    /** README.md and everything below docs. */
    public static List<Page> all() {
        try (Stream<Path> docs = Files.walk(REPOSITORY.resolve("docs"))) {
            return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One page, by its path in the repository. */
    public static Page of(String path) {
        return read(REPOSITORY.resolve(path));
    }

    private static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All blocks of all pages in one of the languages. */
    public static Stream<Block> blocks(String... languages) {
        List<String> wanted = List.of(languages);
        return all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> wanted.contains(block.language()));
    }

    /** All blocks of the page. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        String language = null;
        int begin = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.startsWith(FENCE)) {
                inside.add(line);
            } else if (language == null) {
                language = line.substring(FENCE.length()).strip();
                begin = number;
                inside.clear();
            } else {
                blocks.add(new Block(REPOSITORY.relativize(file) + ":" + begin, language, inside));
                language = null;
            }
        }
        if (language != null) {
            throw new IllegalStateException(file + ":" + begin + ": the block is not closed");
        }
        return blocks;
    }
}
