namespace Clientele.Insiders;

/// <summary>What became of the lines of a file or of a piece of it. A line is counted by the first rule that leaves it out.</summary>
/// <param name="Read">All of them.</param>
/// <param name="WithoutCustomer">Name no customer, whatever became of them.</param>
/// <param name="DroppedWithoutCustomer">Of these, left out for it.</param>
/// <param name="DroppedByPrice">Left out because a unit costs too little.</param>
/// <param name="DroppedByProduct">Left out for their stock code.</param>
/// <param name="DroppedByCountry">Left out for their country.</param>
/// <param name="DroppedByCustomer">Left out for their customer.</param>
public readonly record struct LineCounts(
    long Read, long WithoutCustomer, long DroppedWithoutCustomer, long DroppedByPrice, long DroppedByProduct, long DroppedByCountry, long DroppedByCustomer)
{
    /// <summary>Lines that count.</summary>
    public long Kept => Read - DroppedWithoutCustomer - DroppedByPrice - DroppedByProduct - DroppedByCountry - DroppedByCustomer;

    public static LineCounts operator +(LineCounts a, LineCounts b) => new(
        a.Read + b.Read,
        a.WithoutCustomer + b.WithoutCustomer,
        a.DroppedWithoutCustomer + b.DroppedWithoutCustomer,
        a.DroppedByPrice + b.DroppedByPrice,
        a.DroppedByProduct + b.DroppedByProduct,
        a.DroppedByCountry + b.DroppedByCountry,
        a.DroppedByCustomer + b.DroppedByCustomer);

    public static LineCounts Add(LineCounts left, LineCounts right) => left + right;
}
