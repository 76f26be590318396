using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class StackingTests
{
    [Fact]
    public void A_member_that_is_right_is_taken_as_it_is()
    {
        // 100 rows at each of three probabilities, and as many ones as the member says: slope 1, intercept 0.
        double[] said = [.. Enumerable.Range(0, 300).Select(i => new[] { 0.2, 0.5, 0.8 }[i / 100])];
        double[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 100 < 100 * said[i] ? 1.0 : 0)];
        StackingModel model = Stacking.Fit(new Matrix(said, 300, 1), labels, [], new() { L2 = 0 });

        model.Intercept.ShouldBe(0, 1e-9);
        model.Coefficients.Span[0].ShouldBe(1, 1e-9);
        model.Predict([0.37]).ShouldBe(0.37, 1e-9);
    }

    [Fact]
    public void A_member_that_is_too_sure_is_brought_back()
    {
        double[] said = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 0.01 : 0.99)];
        double[] labels = [.. Enumerable.Range(0, 200).Select(i => (i < 100) == (i % 100 < 80) ? 0.0 : 1)];
        StackingModel model = Stacking.Fit(new Matrix(said, 200, 1), labels, [], new() { L2 = 0 });

        model.Predict([0.01]).ShouldBe(0.2, 1e-6);
        model.Predict([0.99]).ShouldBe(0.8, 1e-6);
    }

    [Fact]
    public void A_member_that_only_helps_turned_round_gets_no_weight()
    {
        (Matrix members, double[] labels) = Members(400, seed: 1);
        Matrix turned = Matrix.FromRows([.. Enumerable.Range(0, 400).Select(i => new[] { members[i, 0], 1 - members[i, 1] })]);
        StackingModel free = Stacking.Fit(turned, labels, [], new() { NonNegative = false });
        StackingModel held = Stacking.Fit(turned, labels, [], new());

        free.Coefficients.Span[1].ShouldBeLessThan(0);
        held.Coefficients.Span[1].ShouldBe(0);
        StackingModel alone = Stacking.Fit(Matrix.FromRows([.. Enumerable.Range(0, 400).Select(i => new[] { members[i, 0] })]), labels, [], new());
        held.Coefficients.Span[0].ShouldBe(alone.Coefficients.Span[0], 1e-7);
        held.Intercept.ShouldBe(alone.Intercept, 1e-7);
    }

    /// <summary>The conditions of Karush, Kuhn and Tucker, which a convex problem has at its minimum and nowhere else.</summary>
    [Fact]
    public void Coefficients_that_may_not_be_negative_are_the_best_there_are()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, 10_000)), seed =>
        {
            var random = new Random(seed);

            // Not within a millionth of 0 or 1: such log-odds are capped, and the gradient below would be of others.
            Matrix members = Matrix.FromRows([.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 4).Select(_ => 0.001 + (0.998 * random.NextDouble())).ToArray())]);
            double[] labels = [.. Enumerable.Range(0, 60).Select(i => random.NextDouble() < members[i, 0] * (1 - members[i, 1]) ? 1.0 : i % 2)];
            const double L2 = 0.5;
            StackingModel model = Stacking.Fit(members, labels, [], new() { L2 = L2 });
            double[] coefficients = model.Coefficients.ToArray();
            double[] predictions = model.Predict(members);
            double[] gradient = [.. coefficients.Select((coefficient, j) => (L2 * coefficient)
                + Enumerable.Range(0, 60).Sum(i => (predictions[i] - labels[i]) * Math.Log(members[i, j] / (1 - members[i, j]))))];
            return coefficients.Zip(gradient).All(each => each.First > 0 ? Math.Abs(each.Second) < 1e-5 : each.First == 0 && each.Second > -1e-4);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Two_members_that_see_different_halves_are_better_together()
    {
        (Matrix members, double[] labels) = Members(2000, seed: 2);
        double[] stacked = Stacking.Fit(members, labels, [], new()).Predict(members);

        foreach (int member in new[] { 0, 1 })
        {
            double[] alone = [.. Enumerable.Range(0, 2000).Select(i => members[i, member])];
            ClassificationMetrics.RocAuc(labels, stacked).ShouldBeGreaterThan(ClassificationMetrics.RocAuc(labels, alone) + 0.03);
            ClassificationMetrics.LogLoss(labels, stacked).ShouldBeLessThan(ClassificationMetrics.LogLoss(labels, alone));
        }
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        (Matrix members, double[] labels) = Members(30, seed: 5);
        double[][] rows = [.. Enumerable.Range(0, 30).Select(i => members.Row(i).ToArray())];
        StackingModel twice = Stacking.Fit(Matrix.FromRows([.. rows, rows[4]]), [.. labels, labels[4]], [], new());
        StackingModel weighted = Stacking.Fit(members, labels, [.. Enumerable.Range(0, 30).Select(i => i == 4 ? 2.0 : 1)], new());

        weighted.Predict(members).Zip(twice.Predict(members)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
    }

    [Fact]
    public void What_cannot_be_stacked_is_refused()
    {
        Matrix members = Matrix.FromRows([[0.5, 0.5], [0.5, 1.01]]);
        Should.Throw<ArgumentException>(() => Stacking.Fit(members, [0, 1], [], new())).Message.ShouldContain("Row 1, column 1");
        members = Matrix.FromRows([[0.5, 0.4], [0.5, 0.6]]);
        Should.Throw<ArgumentException>(() => Stacking.Fit(members, [1, 1], [], new())).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => Stacking.Fit(members, [1], [], new())).Message.ShouldContain("labels");
        Should.Throw<ArgumentOutOfRangeException>(() => Stacking.Fit(members, [0, 1], [], new() { L2 = -1 }));
        Should.Throw<ArgumentException>(() => new StackingModel(double.NaN, new[] { 1.0 }, true)).Message.ShouldContain("intercept");
        Should.Throw<ArgumentException>(() => new StackingModel(0, Array.Empty<double>(), true)).Message.ShouldContain("member");
    }

    /// <summary>The label hangs on two numbers; each member knows one of them.</summary>
    private static (Matrix Members, double[] Labels) Members(int rows, int seed)
    {
        var random = new Random(seed);
        var members = new Matrix(rows, 2);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double first = (random.NextDouble() * 4) - 2;
            double second = (random.NextDouble() * 4) - 2;
            labels[i] = random.NextDouble() < Sigmoid(first + second) ? 1 : 0;
            members.RowToWrite(i)[0] = Sigmoid(first);
            members.RowToWrite(i)[1] = Sigmoid(second);
        }

        return (members, labels);
    }

    private static double Sigmoid(double margin) => 1 / (1 + Math.Exp(-margin));
}

public sealed class StackingCase : ILearnerCase
{
    public string Name => "stacking";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(Stacking.Fit(Probabilities(inputs), labels, [], new StackingOptions(), progress, cancellation));

    /// <summary>The rows of the contract lie between −0.5 and 4.5; what is not finite stays so.</summary>
    private static Matrix Probabilities(Matrix inputs)
    {
        var probabilities = new Matrix(inputs.Rows, inputs.Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            Squeeze(inputs.Row(i)).CopyTo(probabilities.RowToWrite(i));
        }

        return probabilities;
    }

    private static double[] Squeeze(ReadOnlySpan<double> row) => [.. row.ToArray().Select(value => (value + 0.5) / 5)];

    private sealed record Fitted(StackingModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.StackingModel);

        public double[] Batch(Matrix inputs) => Model.Predict(Probabilities(inputs));

        public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(Squeeze(row))];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.StackingModel)!);
    }
}
