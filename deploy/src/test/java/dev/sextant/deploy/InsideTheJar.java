package dev.sextant.deploy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Started by {@link ShadedJarIT} as a program of its own, on the class path of an installed Sextant. */
public final class InsideTheJar {

    private InsideTheJar() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "natives" -> natives();
            case "postgres" -> postgres();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void natives() {
        INDArray identity = Nd4j.eye(3).mul(2);
        System.out.println("product " + identity.mmul(identity).sumNumber().intValue());
    }

    private static void postgres() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Flyway.configure()
                    .dataSource(server.getPostgresDatabase())
                    .locations("classpath:no/migrations/here")
                    .baselineOnMigrate(true)
                    .load()
                    .migrate();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW server_version_num")) {
                row.next();
                System.out.println("server " + row.getInt(1) / 10000);
            }
        }
    }
}
