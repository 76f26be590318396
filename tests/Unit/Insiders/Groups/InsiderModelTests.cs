using System.Text.Json.Nodes;
using Clientele.Insiders;
using Clientele.Models;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderModelTests
{
    private static readonly PurchaseTable Customers = Market.Table(200);
    private static readonly InsiderModel Model = InsiderTraining.Fit(
        Customers, "transactions", "f", new InsiderOptions { MostCompared = 200, Refits = 2, WithoutOtherSpaces = true }).Model;

    [Theory]
    [InlineData("formatVersion", "2", "version 2")]
    [InlineData("format", "\"clientele.segments\"", "format 'clientele.segments'")]
    [InlineData("nextId", "1", "ids")]
    [InlineData("clusters", "[]", "groups")]
    [InlineData("placement", """{"centroids": null, "mixture": null}""", "placement")]
    [InlineData("deciles", "[]", "another space")]
    [InlineData("rules", """{"conditions": [], "precision": 1, "recall": 1}""", "conditions")]
    [InlineData("rules", """{"conditions": [{"feature": "Revenue", "atLeast": true, "enter": 5, "stay": 6}], "precision": 1, "recall": 1}""", "harder to keep")]
    [InlineData("space", """{"kind": "umap", "columns": [], "pca": null, "umap": null, "leaves": null, "unit": 1}""", "space")]
    public void A_file_whose_parts_do_not_fit_is_refused_saying_which(string field, string value, string says)
    {
        JsonObject file = JsonNode.Parse(Model.ToJson())!.AsObject();
        file[field] = JsonNode.Parse(value);

        Should.Throw<ModelRefusedException>(() => InsiderModel.FromJson(BinaryData.FromString(file.ToJsonString()), "models/x/model.json"))
            .Message.ShouldSatisfyAllConditions(message => message.ShouldContain("models/x/model.json"), message => message.ShouldContain(says));
    }

    [Fact]
    public void A_file_that_is_cut_short_is_refused() =>
        Should.Throw<ModelRefusedException>(() => InsiderModel.FromJson(new BinaryData(Model.ToJson().ToArray()[..^20])));

    [Fact]
    public void The_customers_of_the_fit_do_not_drift_and_those_who_stopped_buying_do_and_it_is_said_in_what()
    {
        Model.DriftOf(Customers).ShouldBe(new InsiderDrift(0, PurchaseFeature.Revenue, false));
        Model.DriftOf(Market.Table(200, seed: 2)).IsLarge.ShouldBeFalse();

        (int, double)[][] away = [.. Enumerable.Range(0, 200).Select(customer => Customers.Days(customer).ToArray()
            .Select((day, i) => (Math.Max(Market.FirstDay, day - 150), Customers.Amounts(customer)[i])).ToArray())];
        InsiderDrift drift = Model.DriftOf(Market.Of(away));
        (drift.Feature, drift.IsLarge).ShouldBe((PurchaseFeature.Recency, true));
        drift.Psi.ShouldBeGreaterThan(InsiderModel.LargestDrift);
    }

    [Fact]
    public void Groups_lie_apart_on_the_map()
    {
        (double X, double Y)[] places = Model.Map(Customers);
        int[] placed = Model.Place(Customers);
        (double X, double Y)[] centres = [.. placed.Distinct().Select(id =>
            (places.Where((_, customer) => placed[customer] == id).Average(place => place.X), places.Where((_, customer) => placed[customer] == id).Average(place => place.Y)))];

        for (int i = 0; i < centres.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (Math.Abs(centres[i].X - centres[j].X) + Math.Abs(centres[i].Y - centres[j].Y)).ShouldBeGreaterThan(1);
            }
        }
    }

    [Fact]
    public void A_customer_without_all_features_is_refused()
    {
        Should.Throw<ArgumentException>(() => Model.Place(new double[3]));
        double[] features = Customers.Features.Row(0).ToArray();
        features[(int)PurchaseFeature.Revenue] = double.NaN;
        Should.Throw<ArgumentException>(() => Model.Place(features));
    }
}
