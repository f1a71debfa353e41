package dev.sextant.common.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes files as damage and malice do. The same seed makes the same change. Used by one thread. */
final class Mutation {
    /** What parsers stumble over: limits of numbers, odd characters, deep nesting, references, other types. */
    private static final List<byte[]> WORDS = Stream.of(
                    "\0",
                    "\uFEFF",
                    "\u202E",
                    "\u0661\u0662",
                    "\u001B[31m",
                    "\r",
                    "\n",
                    "\t",
                    " ",
                    ",",
                    ":",
                    "-",
                    "#",
                    "\"",
                    "'",
                    "[",
                    "]",
                    "{",
                    "}",
                    "*a",
                    "&a ",
                    "!!int ",
                    "!!java.net.URL ",
                    "<<: ",
                    "? ",
                    "|\n",
                    "NaN",
                    "-Infinity",
                    ".inf",
                    "1e999",
                    "-0.0",
                    "1e-400",
                    "0x7fffffff",
                    "9223372036854775808",
                    "-2147483649",
                    "2147483647",
                    "-1",
                    "0",
                    "null",
                    "~",
                    "true",
                    "..",
                    "/",
                    "../../x",
                    "%",
                    "%zz",
                    "=1+1",
                    "\\ud800",
                    "\\u0000",
                    "@",
                    "?",
                    "&",
                    "[".repeat(3000),
                    "{\"a\":".repeat(3000),
                    "- ".repeat(1000),
                    "(".repeat(3000),
                    "9".repeat(3000),
                    "x".repeat(70_000))
            .map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toList();

    private static final byte[] HALF_OF_A_PAIR = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
    private static final byte[] EXTREMES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

    private final List<byte[]> corpus;
    private final SplittableRandom random;

    Mutation(List<byte[]> corpus, long seed) {
        this.corpus = corpus;
        this.random = new SplittableRandom(seed);
    }

    /** Returns a file of the corpus with a few changes. */
    byte[] next() {
        byte[] file = one(corpus);
        try {
            if (startsWith(file, 'P', 'K') && below(4) > 0) {
                return zipped(file);
            }
            if (startsWith(file, 0x1f, 0x8b) && below(4) > 0) {
                return gzipped(changed(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes()));
            }
        } catch (IOException e) {
            // A damaged archive of the corpus is changed like any other file.
        }
        return changed(file);
    }

    private byte[] changed(byte[] file) {
        byte[] changed = file;
        for (int changes = 1 + below(4); changes > 0; changes--) {
            changed = once(changed);
        }
        return changed;
    }

    private byte[] once(byte[] file) {
        int from = below(file.length + 1);
        int to = Math.min(file.length, from + 1 + below(below(10) == 0 ? file.length + 1 : 8));
        return switch (below(8)) {
            case 0 -> Arrays.copyOf(file, from);
            case 1 -> joined(file, from, new byte[0], to);
            case 2 -> joined(file, from, one(WORDS), from);
            case 3 -> joined(file, from, one(WORDS), to);
            case 4 -> joined(file, to, Arrays.copyOfRange(file, from, to), to);
            case 5 -> joined(file, from, part(one(corpus)), to);
            case 6 -> below(20) == 0 ? joined(file, from, HALF_OF_A_PAIR, from) : flipped(file, from);
            default -> overwritten(file, from);
        };
    }

    private static byte[] joined(byte[] file, int end, byte[] middle, int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + middle.length);
        out.write(file, 0, end);
        out.writeBytes(middle);
        out.write(file, start, file.length - start);
        return out.toByteArray();
    }

    private byte[] flipped(byte[] file, int at) {
        byte[] flipped = file.clone();
        if (at < file.length) {
            flipped[at] ^= (byte) (1 << below(8));
        }
        return flipped;
    }

    /** Overwrites a number of one to eight bytes, such as a length, with an extreme. */
    private byte[] overwritten(byte[] file, int at) {
        byte[] overwritten = file.clone();
        byte value = EXTREMES[below(EXTREMES.length)];
        int length = 1 << below(4);
        for (int i = at; i < Math.min(file.length, at + length); i++) {
            overwritten[i] = value;
        }
        return overwritten;
    }

    private byte[] part(byte[] file) {
        int from = below(file.length + 1);
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + below(64)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(String name, byte[] content) {}

    /** Changes entries of a zip, so that checksums stay right. */
    private byte[] zipped(byte[] file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.add(new Entry(entry.getName(), zip.readAllBytes()));
            }
        }
        if (entries.isEmpty()) {
            throw new IOException("The zip has no entry");
        }
        int at = below(entries.size());
        Entry entry = entries.get(at);
        switch (below(8)) {
            case 0 -> entries.remove(at);
            case 1 -> entries.add(new Entry(entry.name() + "/../../../x", entry.content()));
            case 2 ->
                entries.set(
                        at,
                        new Entry(new String(changed(bytes(entry.name())), StandardCharsets.UTF_8), entry.content()));
            case 3 -> entries.set(at, new Entry(entry.name(), new byte[1 << 22])); // shrinks to 4 KiB
            default -> entries.set(at, new Entry(entry.name(), changed(entry.content())));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Entry next : entries) {
                zip.putNextEntry(new ZipEntry(next.name()));
                zip.write(next.content());
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("The changed name is too long for a zip", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] file, int first, int second) {
        return file.length > 2 && (file[0] & 0xff) == first && (file[1] & 0xff) == second;
    }

    private byte[] one(List<byte[]> list) {
        return list.get(below(list.size()));
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }
}
