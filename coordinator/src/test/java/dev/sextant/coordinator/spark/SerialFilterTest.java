package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.util.List;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import scala.Option;

class SerialFilterTest {
    @Test
    void letsMessagesOfSparkAndSextantPass() throws Exception {
        for (Object message : List.of(
                new RunKey(1, 2, 3, 4),
                new RunKey[] {new RunKey(1, 2, 3, 4)},
                Option.apply(List.of("a", 1, 2.5)),
                new float[1 << 20],
                new IOException("cause", new IllegalStateException()))) {
            assertThat(read(message)).hasSameClassAs(message);
        }
        assertThat(read(Nd4j.createFromArray(1f, 2f))).isEqualTo(Nd4j.createFromArray(1f, 2f));
    }

    @Test
    void refusesClassesThatNoMessageNeeds() throws Exception {
        for (Object foreign : List.of(
                new BadAttributeValueExpException("x"),
                new URL("http://sextant.invalid/"),
                new java.awt.Point(),
                List.of(new org.apache.commons.lang3.mutable.MutableInt()))) {
            assertThatThrownBy(() -> read(foreign)).isInstanceOf(InvalidClassException.class);
        }
    }

    private static Object read(Object written) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(written);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            in.setObjectInputFilter(SerialFilter.filter());
            return in.readObject();
        }
    }
}
