using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Tests.Features;

namespace Clientele.Unit.Functions;

/// <summary>A model of the shop's customers, whose groups have totals; trained once for all tests.</summary>
internal static class ShopModel
{
    private static readonly Lazy<ModelFiles> Trained = new(Train);

    public static ResponseModel Model { get; } = ResponseModel.FromJson(Trained.Value.Model);

    /// <summary>Puts the schema and the model, as champion, into an account.</summary>
    public static Task PutAsync(MemoryStorage memory) => SealedModel.PutAsync(memory, SampleShop.Schema, SampleShop.Json, Trained.Value);

    /// <summary>The customer's values of some fields and totals, as a caller sends them.</summary>
    public static JsonObject Json(TypedRecord record, IEnumerable<string> names)
    {
        var json = new JsonObject();
        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(SampleShop.Schema);
        foreach (string name in names.Distinct())
        {
            int index = SampleShop.Schema.Fields.Select(field => field.Name).ToList().IndexOf(name);
            json[name] = index < 0
                ? totals.Single(total => total.Field.Name == name).Members.Aggregate(0.0, (sum, field) => sum + record.Numbers[field])
                : SampleShop.Schema.Fields[index].Type switch
                {
                    FieldType.Text => record.TextString(index),
                    FieldType.Boolean => record.Numbers[index] == 1,
                    FieldType.Date => DateOnly.FromDayNumber((int)record.Numbers[index]).ToString("O", CultureInfo.InvariantCulture),
                    _ => record.Numbers[index],
                };
        }

        return json;
    }

    private static ModelFiles Train()
    {
        var rows = new TrainingRows(SampleShop.Schema);
        for (int i = 0; i < 600; i++)
        {
            TypedRecord customer = SampleShop.Customer(i);
            customer.SetText(0, Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
            rows.Add(customer);
        }

        return SealedModel.Of(rows, "fedcba9876543210", QuickTraining.Options);
    }
}
